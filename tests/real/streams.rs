//! Logs, exec and port-forward reach the processes behind containers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{BufRead as _, BufReader, Read as _};

use crate::kubectl::Kubectl;

const POD: &str = r#"
apiVersion: v1
kind: Pod
metadata: {name: shell, labels: {app: shell}}
spec:
  nodeSelector: {bowline.dev/runtime: process}
  terminationGracePeriodSeconds: 1
  containers:
  - name: main
    image: host
    env: [{name: GREETING, value: hello}, {name: LONG, value: "$(GREETING) world"}]
    command: [sh, -c, "echo started; echo $LONG; while true; do sleep 1; done"]
    volumeMounts: [{name: data, mountPath: /data}]
  volumes: [{name: data, emptyDir: {}}]
"#;

#[test]
fn streams_reach_processes() {
    let Some(kubectl) = Kubectl::start() else { return };
    kubectl.ok_with("apply -f -", POD);
    kubectl.ok("wait pod/shell --for=condition=Ready --timeout=60s");
    kubectl.until("logs shell", "hello world");
    assert!(kubectl.ok("logs shell --tail=1").contains("hello world"));
    assert_eq!(kubectl.ok("exec shell -- sh -c 'echo $GREETING'"), "hello\n");
    let echoed = kubectl.ok_with("exec -i shell -- cat", "through and back\n");
    assert_eq!(echoed, "through and back\n");
    let failed = kubectl.run("exec shell -- sh -c 'exit 7'");
    assert_eq!(failed.status.code(), Some(7));

    let mut followed = kubectl.spawn("logs -f shell");
    let mut lines = BufReader::new(followed.0.stdout.take().expect("piped")).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "started");

    copies(&kubectl);
    port_forward(&kubectl);
    kubectl.ok("delete pod shell --timeout=60s");
}

/// There and back, by the `tar` of the container, which is the host's.
fn copies(kubectl: &Kubectl) {
    let home = tempfile::tempdir().unwrap();
    let (from, to) = (home.path().join("from"), home.path().join("to"));
    std::fs::write(&from, "a file\n".repeat(50_000)).unwrap();
    kubectl.ok(&format!("cp {} shell:/data/copy", from.display()));
    assert_eq!(kubectl.ok("exec shell -- head -n 1 /data/copy"), "a file\n");
    // Names in an archive are the host's where a volume is named by its whole path.
    kubectl.ok(&format!("cp shell:data/copy {}", to.display()));
    assert_eq!(std::fs::read(from).unwrap(), std::fs::read(to).unwrap());
}

/// A server of this process stands in for one in the pod: process pods share the host's network.
fn port_forward(kubectl: &Kubectl) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let served = std::thread::spawn(move || {
        use std::io::Write as _;
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.write_all(b"from the pod").expect("written");
    });
    let mut forward = kubectl.spawn(&format!("port-forward pod/shell :{port}"));
    let mut lines = BufReader::new(forward.0.stdout.take().expect("piped")).lines();
    let line = lines.next().expect("a line").expect("text");
    let local = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split(' ').next());
    let local = local.unwrap_or_else(|| panic!("no port in {line:?}"));
    let mut stream =
        std::net::TcpStream::connect(format!("127.0.0.1:{local}")).expect("the forwarded port");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    assert_eq!(text, "from the pod");
    served.join().expect("served");
}
