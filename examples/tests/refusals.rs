//! What a program is given in error, it names.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::process::Command;

/// Runs a program that must fail, and gives its complaint.
fn complaint(program: &str, args: &[&str]) -> String {
    let this = std::env::current_exe().unwrap();
    let path = this.parent().and_then(Path::parent).unwrap().join("examples").join(program);
    let output = Command::new(path).args(args).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{program} {args:?} succeeds");
    assert!(!text.contains("panicked"), "{text}");
    text
}

#[test]
fn the_cluster_names_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let broken = file("broken.yaml", "a: [1");
    let unknown = file("unknown.yaml", "apiVersion: v1\nkind: Nonsense\nmetadata: {name: x}\n");
    let wrong = file("wrong.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: 7}\nspec: 9\n");
    let kubeconfig = folder.path().join("kubeconfig");
    let busy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let busy = busy.local_addr().unwrap().to_string();
    let cases: [(&[&str], &[&str]); 7] = [
        (&["--manifest", &broken], &["broken.yaml", "line 1"]),
        (&["--manifest", "/nowhere/m.yaml"], &["/nowhere/m.yaml", "No such file"]),
        (&["--manifest", &unknown], &["no kind Nonsense in v1"]),
        (&["--manifest", &wrong], &["wrong.yaml", "document 1, a Pod", "string"]),
        (&["--bind", &busy], &["listen on", &busy]),
        (&["--etcd-servers", "http://127.0.0.1:1"], &["--etcd-servers http://127.0.0.1:1"]),
        (&["--nodes", "many"], &["--nodes", "many"]),
    ];
    for (args, parts) in cases {
        let mut all = vec!["--exit-when-ready", "--kubeconfig", kubeconfig.to_str().unwrap()];
        if !args.contains(&"--bind") {
            all.extend(["--bind", "127.0.0.1:0"]);
        }
        all.extend(args);
        let text = complaint("cluster", &all);
        for part in parts {
            assert!(text.contains(part), "{args:?}: {part:?} is not in\n{text}");
        }
    }
}

#[test]
fn components_name_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = folder.path().join("garbage");
    std::fs::write(&garbage, "{{{").unwrap();
    let garbage = garbage.to_str().unwrap();
    for program in ["controller-manager", "scheduler", "kubelet"] {
        assert!(complaint(program, &[]).contains("--kubeconfig"), "{program}");
        let text = complaint(program, &["--kubeconfig", "/nowhere/config"]);
        assert!(text.contains("/nowhere/config"), "{program}: {text}");
        let text = complaint(program, &["--kubeconfig", garbage]);
        assert!(text.contains(garbage), "{program}: {text}");
        assert!(complaint(program, &["--nonsense"]).contains("--nonsense"), "{program}");
    }
    let text = complaint("apiserver", &["--authorization-mode", "Magic"]);
    assert!(text.contains("--authorization-mode") && text.contains("Magic"), "{text}");
}
