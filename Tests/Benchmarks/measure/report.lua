-- Prints what wrk found as one line of JSON; its own report stands above it.
done = function(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"p99":%f,"errors":%d}\n',
        summary.requests, latency:percentile(99) / 1000,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout
    ))
end
