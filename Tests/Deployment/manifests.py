"""Judges the manifests for Kubernetes, compose and Grafana where no schema can.

    manifests.py FOLDER     what examples.py made, and here/prometheus-rules.yaml
"""

import pathlib
import re
import sys

import yaml

folder = pathlib.Path(sys.argv[1])
repository = pathlib.Path(__file__).parents[2]
problems = []


def expect(condition, text):
    if not condition:
        problems.append(text)


def documents(path):
    return [document for document in yaml.safe_load_all((folder / path).read_text()) if document]


def variables():
    """The variables that the README's table names, which is tested against the program."""
    return set(re.findall(r"^\| `--.*?\| `([A-Z_]+)` \|", (repository / "README.md").read_text(), re.MULTILINE))


def kubernetes():
    found = {document["kind"]: document for document in documents("here/exporter.yaml")}
    deployment, service = found["Deployment"]["spec"], found["Service"]["spec"]
    pod, labels = deployment["template"]["spec"], deployment["template"]["metadata"]["labels"]
    container = pod["containers"][0]
    expect(deployment["selector"]["matchLabels"].items() <= labels.items(), "the Deployment selects no pod of its own")
    expect(service["selector"].items() <= labels.items(), "the Service selects no pod")
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    expect(all(port["targetPort"] in ports for port in service["ports"]), "the Service names a port that is not there")
    expect(set(ports.values()) == {10288}, "the pod's port is not the exporter's")
    for probe in ["startupProbe", "livenessProbe", "readinessProbe"]:
        expect(container[probe]["httpGet"]["port"] in ports, f"{probe} asks a port that is not there")
    monitor = found["ServiceMonitor"]["spec"]
    expect(monitor["selector"]["matchLabels"].items() <= found["Service"]["metadata"]["labels"].items(),
           "the ServiceMonitor selects no Service")
    expect({endpoint["port"] for endpoint in monitor["endpoints"]} <= {port["name"] for port in service["ports"]},
           "the ServiceMonitor names a port that is not there")
    # https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    outer, inner = pod["securityContext"], container["securityContext"]
    expect(outer.get("runAsNonRoot") is True and outer.get("runAsUser") != 0, "the pod may run as root")
    expect(outer.get("seccompProfile", {}).get("type") == "RuntimeDefault", "the pod has no seccomp profile")
    expect(inner.get("allowPrivilegeEscalation") is False, "privileges may be gained")
    expect(inner.get("capabilities") == {"drop": ["ALL"]}, "capabilities are left")
    expect(all(set(volume) - {"name"} <= {"secret", "configMap", "emptyDir"} for volume in pod["volumes"]),
           "a volume is of a kind that is forbidden")
    expect(not any(pod.get(key) for key in ["hostNetwork", "hostPID", "hostIPC"]), "the pod uses the host's namespaces")
    expect(not any("hostPort" in port for port in container["ports"]), "the pod uses a port of the host")
    # The password is where the exporter looks for it.
    environment = {variable["name"]: variable["value"] for variable in container["env"]}
    expect(set(environment) <= variables(), "the Deployment sets a variable that the exporter does not know")
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    files = [f"{mounts[volume['name']]}/{key}" for volume in pod["volumes"] for key in found["Secret"]["stringData"]
             if volume.get("secret", {}).get("secretName") == found["Secret"]["metadata"]["name"]]
    expect(environment["OCP_PASSWORD_FILE"] in files, "the password is not where OCP_PASSWORD_FILE says")


def prometheus_rules():
    made = documents("here/prometheus-rules.yaml")
    expect(len(made) == 3, "there are not three PrometheusRules")
    for document in made:
        name = document["metadata"]["name"].removeprefix("oceanbase-backup-")
        original = yaml.safe_load((repository / f"dashboards/prometheus/{name}.yaml").read_text())
        expect(document["kind"] == "PrometheusRule" and document["spec"] == original, f"{name} was changed on its way")


def compose():
    file = documents("here/compose.yaml")[0]
    for service in file["services"].values():
        expect(service["read_only"] and service["cap_drop"] == ["ALL"], "the container may do more than it must")
        expect(set(service["environment"]) <= variables(), "compose sets a variable that the exporter does not know")
        paths = [f"/run/secrets/{name}" for name in service["secrets"] if name in file["secrets"]]
        expect(service["environment"]["OCP_PASSWORD_FILE"] in paths, "compose's secret is not where it is looked for")


def grafana():
    sources = documents("root/etc/grafana/provisioning/datasources/prometheus.yaml")[0]
    expect(sources["apiVersion"] == 1 and sources["datasources"][0]["type"] == "prometheus", "no data source")
    providers = documents("root/etc/grafana/provisioning/dashboards/oceanbase-backup.yaml")[0]["providers"]
    path = providers[0]["options"]["path"]
    expect(len(list((folder / "root" / path.lstrip("/")).glob("*.json"))) == 2, f"no dashboards were put into {path}")


for judge in [kubernetes, prometheus_rules, compose, grafana]:
    judge()
sys.exit("\n".join(problems) or None)
