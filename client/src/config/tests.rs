//! Kubeconfigs as clients find them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::*;

const FULL: &str = r#"
apiVersion: v1
kind: Config
current-context: main
preferences: {}
clusters:
- name: prod
  cluster:
    server: https://prod.example.com:6443/
    certificate-authority: pki/ca.crt
    tls-server-name: kubernetes
    proxy-url: socks5://localhost:1080
- name: plain
  cluster: {server: "http://localhost:8080"}
users:
- name: admin
  user:
    client-certificate: /abs/admin.crt
    client-key-data: S0VZ
    as: jane
    as-groups: [devs, ops]
    as-user-extra: {scopes: [a, b]}
- name: robot
  user: {tokenFile: token, token: inline}
- name: plugin
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./login
      interactiveMode: IfAvailable
      provideClusterInfo: true
      env: null
contexts:
- name: main
  context: {cluster: prod, user: admin, namespace: web}
- name: local
  context: {cluster: plain, user: robot}
"#;

fn resolve(text: &str, overrides: &Overrides) -> Result<Config, ConfigError> {
    Config::from_kubeconfig(&Kubeconfig::parse(text)?, overrides)
}

#[test]
fn the_current_context_is_used() {
    let config = resolve(FULL, &Overrides::default()).unwrap();
    assert_eq!(config.server, "https://prod.example.com:6443");
    assert_eq!(config.certificate_authority, Some(Pem::File(PathBuf::from("pki/ca.crt"))));
    assert_eq!(config.tls_server_name, "kubernetes");
    assert_eq!(config.proxy_url, "socks5://localhost:1080");
    assert_eq!(config.default_namespace, "web");
    let identity = config.identity.unwrap();
    assert_eq!(identity.certificate, Pem::File(PathBuf::from("/abs/admin.crt")));
    assert_eq!(identity.key, Pem::Data(Secret::new("KEY")));
    assert_eq!(
        config.impersonation,
        Impersonation {
            user: "jane".into(),
            uid: String::new(),
            groups: vec!["devs".into(), "ops".into()],
            extra: BTreeMap::from([("scopes".into(), vec!["a".into(), "b".into()])]),
        }
    );
    assert!(!format!("{identity:?}").contains("KEY"));
}

#[test]
fn overrides_go_first_and_the_token_file_goes_before_the_token() {
    let overrides =
        Overrides { user: "robot".into(), namespace: "other".into(), ..Overrides::default() };
    let config = resolve(FULL, &overrides).unwrap();
    assert_eq!(config.authentication, Authentication::TokenFile(PathBuf::from("token")));
    assert_eq!(config.default_namespace, "other");
}

#[test]
fn credentials_stay_at_home_over_plain_http() {
    let overrides = Overrides { context: "local".into(), ..Overrides::default() };
    let config = resolve(FULL, &overrides).unwrap();
    assert_eq!(config.server, "http://localhost:8080");
    assert_eq!(config.authentication, Authentication::None);
    assert_eq!(config.default_namespace, "default");
}

#[test]
fn what_does_not_fit_together_is_said() {
    let user = |user: serde_json::Value| {
        let config = json!({
            "current-context": "c",
            "clusters": [{"name": "c", "cluster": {"server": "https://x"}}],
            "users": [{"name": "u", "user": user}],
            "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        });
        resolve(&config.to_string(), &Overrides::default()).unwrap_err().to_string()
    };
    let exec = |version: &str, mode: &str| {
        json!({"exec": {"command": "x", "apiVersion": format!("client.authentication.k8s.io/{version}"),
            "interactiveMode": mode}})
    };
    for (name, got, want) in [
        ("token and basic", user(json!({"token": "t", "username": "n"})), "exclude each other"),
        ("certificate alone", user(json!({"client-certificate": "f"})), "needs its key"),
        ("groups alone", user(json!({"as-groups": ["g"]})), "need a user to act as"),
        ("auth-provider", user(json!({"auth-provider": {"name": "oidc"}})), "use exec instead"),
        ("exec without mode", user(exec("v1", "")), "needs an interactiveMode"),
        ("exec of old version", user(exec("v1alpha1", "Never")), "apiVersion"),
        ("bad base64", user(json!({"client-certificate-data": "?", "client-key": "k"})), "base64"),
        (
            "no context",
            resolve("{}", &Overrides::default()).unwrap_err().to_string(),
            "no current context",
        ),
        (
            "unknown context",
            resolve(FULL, &Overrides { context: "x".into(), ..Overrides::default() })
                .unwrap_err()
                .to_string(),
            "no context \"x\"",
        ),
    ] {
        assert!(got.contains(want), "{name}: {got}");
    }
}

#[test]
fn files_merge_first_come_first_served_and_paths_are_their_own() {
    let directory = tempfile::tempdir().unwrap();
    let (a, b) = (directory.path().join("a/config"), directory.path().join("b/config"));
    for path in [&a, &b] {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
    }
    fs::write(&a, "clusters: [{name: c, cluster: {server: 'https://a', certificate-authority: ca}}]\nusers: null").unwrap();
    fs::write(&b, FULL.replace("name: prod", "name: c").replace("cluster: prod", "cluster: c"))
        .unwrap();
    let missing = directory.path().join("missing");
    let merged = Kubeconfig::load_all(&[missing.clone(), a.clone(), b.clone(), a.clone()]).unwrap();
    let config = Config::from_kubeconfig(&merged, &Overrides::default()).unwrap();
    assert_eq!(config.server, "https://a", "the entry of the first file, whole");
    assert_eq!(config.tls_server_name, "");
    let authority = Pem::File(directory.path().join("a/ca"));
    assert_eq!(config.certificate_authority, Some(authority));
    let plugin = merged.users.iter().find(|u| u.name == "plugin").unwrap();
    let command = directory.path().join("b/./login");
    assert_eq!(plugin.user.exec.as_ref().unwrap().command, command.to_str().unwrap());
    assert!(matches!(Kubeconfig::load(&missing), Err(ConfigError::Read { .. })));
}

#[test]
fn a_file_is_written_as_it_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("out.kubeconfig");
    let mut written = Kubeconfig::parse(FULL).unwrap();
    written.users[1].user.token = Secret::new("it's \"quoted\": yes\n");
    written.save(&path).unwrap();
    let mut read = Kubeconfig::parse(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(read, written);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    read.current_context.clear();
    read.save(&path).unwrap();
    assert_eq!(Kubeconfig::load(&path).unwrap().current_context, "");
}

#[test]
fn a_pod_finds_its_cluster() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let missing = Config::of_service_account("10.0.0.1", "443", path);
    assert!(matches!(missing, Err(ConfigError::NotInCluster(_))));
    fs::write(path.join("token"), "t").unwrap();
    fs::write(path.join("ca.crt"), "x").unwrap();
    fs::write(path.join("namespace"), "web\n").unwrap();
    for (host, want) in [("10.0.0.1", "https://10.0.0.1:443"), ("fd00::1", "https://[fd00::1]:443")]
    {
        let config = Config::of_service_account(host, "443", path).unwrap();
        assert_eq!(config.server, want);
        assert_eq!(config.default_namespace, "web");
        assert_eq!(config.authentication, Authentication::TokenFile(path.join("token")));
    }
}

#[test]
fn programs_are_asked_and_answer_as_agreed() {
    let kubeconfig = Kubeconfig::parse(FULL).unwrap();
    let exec = kubeconfig.users[2].user.exec.clone().unwrap();
    let mut cluster = kubeconfig.clusters[0].cluster.clone();
    cluster.extensions.push(NamedExtension {
        name: "client.authentication.k8s.io/exec".into(),
        extension: json!({"audience": "x"}),
    });
    let request: serde_json::Value =
        serde_json::from_str(&exec::request(&exec, &cluster, false)).unwrap();
    assert_eq!(request["spec"]["interactive"], false);
    assert_eq!(request["spec"]["cluster"]["config"]["audience"], "x");
    assert_eq!(request["spec"]["cluster"]["server"], "https://prod.example.com:6443/");
    for (mode, terminal, want) in [
        ("Never", true, Some(false)),
        ("IfAvailable", true, Some(true)),
        ("IfAvailable", false, Some(false)),
        ("Always", true, Some(true)),
        ("Always", false, None),
    ] {
        let exec = ExecConfig { interactive_mode: mode.into(), ..exec.clone() };
        assert_eq!(exec::interactive(&exec, terminal), want, "{mode} {terminal}");
    }
    let answer = |status: serde_json::Value| {
        let text =
            json!({"kind": "ExecCredential", "apiVersion": exec.api_version, "status": status});
        exec::answer(&exec, text.to_string().as_bytes())
    };
    let given =
        answer(json!({"token": "t", "expirationTimestamp": "2026-01-01T00:00:00Z"})).unwrap();
    assert_eq!(given.token, Secret::new("t"));
    assert_eq!(given.expires, Some("2026-01-01T00:00:00.000000Z".parse().unwrap()));
    assert!(answer(json!({"clientCertificateData": "c", "clientKeyData": "k"})).is_ok());
    for (name, status) in [
        ("nothing", json!({})),
        ("half", json!({"clientCertificateData": "c"})),
        ("null", json!(null)),
    ] {
        assert!(answer(status).is_err(), "{name}");
    }
    let other = br#"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t"}}"#;
    assert!(exec::answer(&exec, other).unwrap_err().to_string().contains("version"));
}
