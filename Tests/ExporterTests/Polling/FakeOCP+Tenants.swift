import OCP

@testable import Exporter

extension TransportResponse {
    /// What the console answers for a path that OCP does not have.
    static let html = json(200, "<!DOCTYPE html><html></html>")

    /// A list, all on one page.
    static func rows(_ rows: [String]) -> TransportResponse {
        success(
            #"{"contents":[\#(rows.joined(separator: ","))],"page":{"totalElements":\#(rows.count)}}"#
        )
    }

    /// What an OCP that is well answers whose clusters of OceanBase 4 have these tenants.
    static func fine(_ request: FakeOCP.Request, _ tenants: [Int64: [Int64]]) -> TransportResponse {
        let asked = request.cluster ?? 0
        switch request.api {
        case .clusters:
            return rows(
                tenants.keys.sorted().map { #"{"id":\#($0),"name":"c\#($0)","obVersion":"4.2.5"}"# }
            )
        case .overview: return overview(asked)
        case .info: return json(200, #"{"buildVersion":"4.3.5-2025"}"#)
        case .time: return json(200, "2026-11-22T20:00:00+08:00")
        case .tenants:
            return rows(
                tenants.flatMap { cluster, ids in
                    ids.map {
                        #"{"id":\#($0),"name":"t\#($0)","clusterId":\#(cluster),"status":"NORMAL"}"#
                    }
                }
            )
        case .logBackups:
            return rows(
                (tenants[asked] ?? []).filter { request.tenant ?? $0 == $0 }
                    .map { #"{"tenantId":\#($0),"status":"RUNNING","delay":5.5}"# }
            )
        case .dataBackups, .restores: return rows([])
        case .strategies: return success(#"{"id":\#(request.tenant ?? asked)}"#)
        }
    }
}
