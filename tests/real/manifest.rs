//! One manifest with everything a small product is made of, and the commands of its daily life.

use crate::kubectl::Kubectl;

const MANIFEST: &str = r#"
apiVersion: v1
kind: Namespace
metadata: {name: shop}
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
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {tier: front}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeSelector: {bowline.dev/runtime: process}
      terminationGracePeriodSeconds: 1
      containers:
      - name: web
        image: host
        envFrom: [{configMapRef: {name: settings}}]
        env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: password, key: token}}}]
        command: [sh, -c, 'echo "color $color token $TOKEN"; while true; do sleep 1; done']
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      nodeSelector: {bowline.dev/runtime: hollow}
      containers: [{name: agent, image: agent:1}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: sum, namespace: shop}
spec:
  template:
    spec:
      nodeSelector: {bowline.dev/runtime: process}
      restartPolicy: Never
      containers: [{name: sum, image: host, command: [sh, -c, 'echo $((1 + 2))']}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: teas.shop.example}
spec:
  group: shop.example
  names: {kind: Tea, plural: teas, singular: tea, shortNames: [te], categories: [all]}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns:
    - {name: Grams, type: integer, jsonPath: .spec.grams}
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.cups, statusReplicasPath: .status.cups}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [leaf]
            properties:
              leaf: {type: string, enum: [green, black], description: What it is made of.}
              grams: {type: integer, minimum: 1, maximum: 100, default: 3}
              cups: {type: integer}
          status:
            type: object
            properties: {cups: {type: integer}}
"#;

const TEA: &str = r#"
apiVersion: shop.example/v1
kind: Tea
metadata: {name: morning, namespace: shop}
spec: {leaf: black, cups: 2}
"#;

#[test]
fn a_product_lives_and_goes() {
    let Some(kubectl) = Kubectl::start() else { return };
    let out = kubectl.ok_with("apply -f -", MANIFEST);
    for made in ["deployment.apps/web created", "teas.shop.example created"] {
        assert!(out.contains(made), "{out}");
    }
    kubectl.ok("wait crd/teas.shop.example --for=condition=Established --timeout=30s");
    custom_objects(&kubectl);
    kubectl.ok("rollout status -n shop deploy/web --timeout=60s");
    kubectl.ok("rollout status -n shop ds/agent --timeout=60s");
    kubectl.ok("wait -n shop job/sum --for=condition=complete --timeout=60s");
    looking(&kubectl);
    changing(&kubectl);
    files(&kubectl);
    kustomized(&kubectl);
    kubectl.ok_with("delete -f - --ignore-not-found --timeout=120s", MANIFEST);
    // Asked for by path, since kubectl remembers what kinds there were.
    assert!(kubectl.fails("get --raw /apis/shop.example/v1/teas").contains("NotFound"));
    assert!(kubectl.fails("get ns shop").contains("not found"));
}

fn custom_objects(kubectl: &Kubectl) {
    let out = kubectl.ok_with("apply -f -", TEA);
    assert!(out.contains("tea.shop.example/morning created"), "{out}");
    assert!(kubectl.ok_with("apply -f -", TEA).contains("unchanged"));
    let table = kubectl.ok("get te -n shop");
    assert!(table.contains("GRAMS") && table.contains("morning   3"), "{table}");
    assert!(kubectl.ok("get all -n shop").contains("tea.shop.example/morning"));
    kubectl.ok("scale -n shop tea/morning --replicas=5");
    assert_eq!(kubectl.ok("get tea -n shop morning -o 'jsonpath={.spec.cups}'"), "5");
    assert!(kubectl.ok("explain tea.spec.leaf").contains("What it is made of."));
    let faults = kubectl.fails_with(
        "create -f -",
        "apiVersion: shop.example/v1\nkind: Tea\nmetadata: {name: bad, namespace: shop}\n\
         spec: {leaf: red, grams: 500}\n",
    );
    for part in [
        "The Tea \"bad\" is invalid",
        "spec.leaf: Unsupported value: \"red\": supported values: \"green\", \"black\"",
        "spec.grams: Invalid value: 500: spec.grams in body should be less than or equal to 100",
    ] {
        assert!(faults.contains(part), "{faults}");
    }
    let missing = "apiVersion: shop.example/v1\nkind: Tea\nmetadata: {name: bad, namespace: shop}\n\
                   spec: {}\n";
    let fault = kubectl.fails_with("create -f -", missing);
    assert!(fault.contains("spec.leaf: Required value"), "{fault}");
    let strict = TEA.replace("cups: 2", "spoons: 2");
    let fault = kubectl.fails_with("apply -f -", &strict);
    assert!(fault.contains("unknown field \"spec.spoons\""), "{fault}");
    kubectl.ok_with("apply --server-side --force-conflicts -f -", &TEA.replace("black", "green"));
    assert_eq!(kubectl.ok("get tea -n shop morning -o 'jsonpath={.spec.leaf}'"), "green");
}

fn looking(kubectl: &Kubectl) {
    let pods = kubectl.ok("get pods -n shop -l app=web -o wide");
    assert!(pods.contains("process-0") && pods.contains("1/1"), "{pods}");
    assert_eq!(kubectl.ok("logs -n shop job/sum"), "3\n");
    assert!(kubectl.ok("logs -n shop deploy/web").contains("color blue token s3cret"));
    // Events are shown for one object only.
    let pod = kubectl.ok("get pods -n shop -l app=web -o 'jsonpath={.items[0].metadata.name}'");
    let described = kubectl.ok(&format!("describe pod -n shop {pod}"));
    for part in ["Successfully assigned", "Started", "was not pulled", "Ready"] {
        assert!(described.contains(part), "{described}");
    }
    assert!(kubectl.ok("describe node process-0").contains("Allocated resources"));
    assert!(kubectl.ok("events -n shop --for deploy/web").contains("ScalingReplicaSet"));
    let listed = kubectl.ok("get events -n shop --field-selector reason=Scheduled");
    assert!(listed.contains("Successfully assigned"), "{listed}");
    let phase = "get pods -n shop --field-selector status.phase=Succeeded -o name";
    assert!(kubectl.ok(phase).contains("pod/sum-"));
    let sorted = kubectl.ok("get pods -n shop --sort-by=.metadata.creationTimestamp -o name");
    assert_eq!(sorted.lines().count(), 6, "{sorted}");
    kubectl.until("get endpointslices -n shop -l kubernetes.io/service-name=web", "8080");
    let addresses = kubectl.ok("get endpoints -n shop web");
    assert!(addresses.contains(":8080"), "{addresses}");
    let custom = kubectl.ok("get pods -n shop -o custom-columns=N:.metadata.name,P:.status.phase");
    assert!(custom.contains("Running"), "{custom}");
}

fn changing(kubectl: &Kubectl) {
    let changed = MANIFEST.replace("color: blue", "color: red");
    let diff = kubectl.run_with("diff -f -", &changed);
    let text = String::from_utf8_lossy(&diff.stdout).into_owned();
    assert_eq!(diff.status.code(), Some(1), "{text}");
    assert!(text.contains("-  color: blue") && text.contains("+  color: red"), "{text}");
    kubectl.ok_with("apply -f -", &changed);
    assert_eq!(kubectl.ok("get cm -n shop settings -o 'jsonpath={.data.color}'"), "red");
    let dry = kubectl.ok("scale -n shop deploy web --replicas=7 --dry-run=server");
    assert!(dry.contains("scaled (server dry run)") || dry.contains("dry run"), "{dry}");
    assert_eq!(kubectl.ok("get deploy -n shop web -o 'jsonpath={.spec.replicas}'"), "2");
    kubectl.ok("edit -n shop cm settings");
    assert_eq!(kubectl.ok("get cm -n shop settings -o 'jsonpath={.data.color}'"), "green");
    kubectl.ok("set env -n shop deploy/web EXTRA=1");
    kubectl.ok("rollout status -n shop deploy/web --timeout=60s");
    kubectl.ok("autoscale -n shop deploy web --min=1 --max=3 --cpu-percent=50");
    assert!(kubectl.ok("get hpa -n shop").contains("Deployment/web"));
    // Whose owner is orphaned stays, whose owner goes in the background goes after it.
    kubectl.ok("delete deploy -n shop web --cascade=orphan");
    let sets = "get rs -n shop -l app=web -o name";
    let left = kubectl.ok(sets);
    assert!(left.contains("replicaset.apps/web-"), "{left}");
    kubectl.ok("delete rs -n shop -l app=web --cascade=background --timeout=60s");
    kubectl.ok("wait pod -n shop -l app=web --for=delete --timeout=60s");
}

fn files(kubectl: &Kubectl) {
    kubectl.ok_with(
        "apply -f -",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: box, namespace: shop}\nspec:\n  \
         nodeSelector: {bowline.dev/runtime: process}\n  terminationGracePeriodSeconds: 0\n  \
         containers: [{name: box, image: host, command: [sleep, '1000']}]\n",
    );
    kubectl.ok("wait -n shop pod/box --for=condition=Ready --timeout=60s");
    let here = kubectl.home().join("sent.txt");
    std::fs::write(&here, "through a tarball").expect("a scratch file is written");
    let there = kubectl.home().join("there.txt");
    let (here, there) = (here.display(), there.display());
    kubectl.ok(&format!("cp {here} shop/box:{there}"));
    assert_eq!(kubectl.ok(&format!("exec -n shop box -- cat {there}")), "through a tarball");
    let back = kubectl.home().join("back.txt");
    kubectl.ok(&format!("cp shop/box:{there} {}", back.display()));
    let text = std::fs::read_to_string(back).expect("the copy is there");
    assert_eq!(text, "through a tarball");
}

fn kustomized(kubectl: &Kubectl) {
    let folder = kubectl.home().join("kustomize");
    std::fs::create_dir_all(&folder).expect("a scratch folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).expect("a scratch file is written");
    };
    write("map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata: {a: b}\n");
    write(
        "kustomization.yaml",
        "namespace: shop\nnamePrefix: my-\nresources: [map.yaml]\nlabels:\n- pairs: {made: by}\n",
    );
    kubectl.ok(&format!("apply -k {}", folder.display()));
    assert!(kubectl.ok("get cm -n shop -l made=by -o name").contains("configmap/my-extra"));
    kubectl.ok(&format!("delete -k {}", folder.display()));
}
