//! Objects of all sorts, made, read, changed and removed by kubectl.

use crate::kubectl::Kubectl;

const EVERYTHING: &str = r#"
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: a}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {color: blue}
---
apiVersion: v1
kind: Secret
metadata: {name: password, namespace: shop}
stringData: {token: s3cret}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080}]
"#;

#[test]
fn objects_live_as_kubectl_expects() {
    let Some(kubectl) = Kubectl::start() else { return };
    let out = kubectl.ok_with("apply -f -", EVERYTHING);
    for line in [
        "namespace/shop created",
        "configmap/settings created",
        "secret/password created",
        "service/web created",
    ] {
        assert!(out.contains(line), "{out}");
    }
    assert!(!kubectl.ok_with("apply -f -", EVERYTHING).contains("created"));
    reading(&kubectl);
    changing(&kubectl);
    refusing(&kubectl);
    access(&kubectl);
    deleting(&kubectl);
}

fn reading(kubectl: &Kubectl) {
    let table = kubectl.ok("get cm -n shop settings");
    assert!(table.starts_with("NAME") && table.contains("settings   1"), "{table}");
    assert_eq!(kubectl.ok("get cm -n shop settings -o 'jsonpath={.data.color}'"), "blue");
    assert!(kubectl.ok("get ns -l team=a -o name").contains("namespace/shop"));
    assert!(kubectl.ok("get ns --field-selector metadata.name=shop").contains("shop"));
    let secret = kubectl.ok("get secret -n shop password -o yaml");
    assert!(secret.contains("token: czNjcmV0") && secret.contains("type: Opaque"), "{secret}");
    let service = kubectl.ok("get svc -n shop web -o wide");
    assert!(service.contains("ClusterIP") && service.contains("80/TCP"), "{service}");
    assert!(kubectl.ok("describe svc -n shop web").contains("app=web"));
    assert!(kubectl.ok("get svc kubernetes").contains("443/TCP"));
    assert!(kubectl.ok("explain deployment.spec.replicas").contains("integer"));
    assert!(kubectl.ok("api-resources").contains("deployments"));
    assert!(kubectl.ok("get cm -A --sort-by=.metadata.name").contains("settings"));
    assert!(kubectl.ok("get --raw /healthz").contains("ok"));
    assert!(kubectl.ok("version").contains("v1.36"));
}

fn changing(kubectl: &Kubectl) {
    kubectl.ok("label cm -n shop settings tier=front");
    kubectl.ok("annotate cm -n shop settings note=yes");
    kubectl.ok(r#"patch cm -n shop settings --type merge -p '{"data":{"size":"big"}}'"#);
    kubectl
        .ok(r#"patch cm -n shop settings --type json -p '[{"op":"remove","path":"/data/size"}]'"#);
    let text = kubectl.ok("get cm -n shop settings -o json");
    for part in ["\"tier\": \"front\"", "\"note\": \"yes\"", "\"color\": \"blue\""] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("big"), "{text}");
    let replaced = text.replace("\"blue\"", "\"green\"");
    kubectl.ok_with("replace -f -", &replaced);
    // The first read is old by now.
    assert!(kubectl.fails_with("replace -f -", &text).contains("the object has been modified"));
    kubectl.ok("create cm -n shop dry --from-literal=a=b --dry-run=server");
    assert!(kubectl.fails("get cm -n shop dry").contains("not found"));
}

fn refusing(kubectl: &Kubectl) {
    let fault =
        kubectl.fails_with("create -f -", "apiVersion: v1\nkind: Nonsense\nmetadata: {name: x}\n");
    assert!(fault.contains("no matches for kind"), "{fault}");
    let unknown = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\nspec: {a: b}\n";
    let fault = kubectl.fails_with("create -f -", unknown);
    assert!(fault.contains("unknown field \"spec\""), "{fault}");
    let wrong =
        "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {ports: [{port: many}]}\n";
    assert!(!kubectl.fails_with("create -f -", wrong).is_empty());
    assert!(kubectl.fails("get pods nothing").contains("pods \"nothing\" not found"));
    assert!(kubectl.fails("create ns shop").contains("already exists"));
    assert!(kubectl.fails("top nodes").contains("Metrics API not available"));
}

fn access(kubectl: &Kubectl) {
    assert!(kubectl.ok("auth whoami").contains("kubernetes-admin"));
    assert!(kubectl.ok("auth can-i delete nodes").contains("yes"));
    let can = kubectl.run("auth can-i delete nodes --as=joe");
    assert!(String::from_utf8_lossy(&can.stdout).contains("no"));
    assert!(kubectl.fails("get nodes --as=joe").contains("nodes is forbidden"));
    kubectl.ok("create sa -n shop robot");
    let token = kubectl.ok("create token -n shop robot");
    assert_eq!(token.split('.').count(), 3);
    kubectl.ok("create role -n shop reader --verb=get,list --resource=configmaps");
    kubectl.ok("create rolebinding -n shop robot --role=reader --serviceaccount=shop:robot");
    let who = "--as=system:serviceaccount:shop:robot -n shop";
    kubectl.until(&format!("auth can-i list configmaps {who}"), "yes");
    kubectl.ok(&format!("get cm {who}"));
    assert!(kubectl.fails(&format!("get secrets {who}")).contains("forbidden"));
}

fn deleting(kubectl: &Kubectl) {
    kubectl.ok("delete cm -n shop settings");
    assert!(kubectl.fails("get cm -n shop settings").contains("not found"));
    kubectl.ok("delete ns shop --timeout=60s");
    assert!(kubectl.fails("get ns shop").contains("not found"));
}
