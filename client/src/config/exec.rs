//! The protocol of programs that give credentials, without running them.
//!
//! *Upstream:* `client-go/plugin/pkg/client/auth/exec` and `client.authentication.k8s.io`.

use bowline_apimachinery::time::MicroTime;
use bowline_apimachinery::time::Time;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Cluster, ConfigError, ExecConfig, Secret};

const GROUP: &str = "client.authentication.k8s.io/";

/// Whether the settings of a program make sense.
pub(crate) fn validate(user: &str, exec: &ExecConfig) -> Result<(), ConfigError> {
    let wrong = |problem| Err(ConfigError::User { user: user.to_owned(), problem });
    if exec.command.is_empty() {
        return wrong("exec has no command");
    }
    if exec.env.iter().any(|variable| variable.name.is_empty()) {
        return wrong("exec has an environment variable without a name");
    }
    match (exec.api_version.strip_prefix(GROUP), exec.interactive_mode.as_str()) {
        (Some("v1"), "") => wrong("exec of version v1 needs an interactiveMode"),
        (Some("v1" | "v1beta1"), "" | "Never" | "IfAvailable" | "Always") => Ok(()),
        (Some("v1" | "v1beta1"), _) => wrong("exec has an unknown interactiveMode"),
        _ => wrong("exec has an apiVersion other than client.authentication.k8s.io/v1 or v1beta1"),
    }
}

/// Whether the program may use our terminal; none when it must and there is none.
pub(crate) fn interactive(exec: &ExecConfig, terminal: bool) -> Option<bool> {
    match exec.interactive_mode.as_str() {
        "Never" => Some(false),
        "Always" => terminal.then_some(true),
        _ => Some(terminal),
    }
}

/// What the program gets to know, for `KUBERNETES_EXEC_INFO`.
pub(crate) fn request(exec: &ExecConfig, cluster: &Cluster, interactive: bool) -> String {
    let mut spec = json!({ "interactive": interactive });
    if exec.provide_cluster_info {
        spec["cluster"] = cluster_info(cluster);
    }
    json!({"kind": "ExecCredential", "apiVersion": exec.api_version, "spec": spec}).to_string()
}

fn cluster_info(cluster: &Cluster) -> Value {
    let own = cluster.extensions.iter().find(|e| e.name == "client.authentication.k8s.io/exec");
    let mut info = serde_json::Map::new();
    let mut add = |name: &str, value: Value| {
        if !matches!(&value, Value::Null | Value::Bool(false)) && value != "" {
            info.insert(name.to_owned(), value);
        }
    };
    add("server", json!(cluster.server));
    add("tls-server-name", json!(cluster.tls_server_name));
    add("insecure-skip-tls-verify", json!(cluster.insecure_skip_tls_verify));
    add("certificate-authority-data", json!(cluster.certificate_authority_data));
    add("proxy-url", json!(cluster.proxy_url));
    add("disable-compression", json!(cluster.disable_compression));
    add("config", own.map(|extension| extension.extension.clone()).unwrap_or_default());
    Value::Object(info)
}

/// What a program gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Given {
    pub(crate) token: Secret,
    pub(crate) certificate: String,
    pub(crate) key: Secret,
    /// When to ask again; none for not before the server refuses.
    pub(crate) expires: Option<MicroTime>,
}

/// An answer that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AnswerError {
    #[error("the answer is not an ExecCredential")]
    Json(#[from] serde_json::Error),
    #[error("the answer has version {got:?}, want {want:?}")]
    Version { got: String, want: String },
    #[error("the answer has {0}")]
    Content(&'static str),
}

/// Reads what a program printed.
pub(crate) fn answer(exec: &ExecConfig, output: &[u8]) -> Result<Given, AnswerError> {
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Credential {
        #[serde(default)]
        api_version: String,
        #[serde(default)]
        kind: String,
        status: Option<Status>,
    }
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase", default)]
    #[derive(Default)]
    struct Status {
        token: Secret,
        client_certificate_data: String,
        client_key_data: Secret,
        expiration_timestamp: Option<Time>,
    }
    let read: Credential = serde_json::from_slice(output)?;
    if read.kind != "ExecCredential" && !read.kind.is_empty() {
        return Err(AnswerError::Content("another kind than ExecCredential"));
    }
    if read.api_version != exec.api_version {
        let want = exec.api_version.clone();
        return Err(AnswerError::Version { got: read.api_version, want });
    }
    let status = read.status.ok_or(AnswerError::Content("no status"))?;
    let certificate = status.client_certificate_data;
    match (certificate.is_empty(), status.client_key_data.is_empty(), status.token.is_empty()) {
        (true, true, true) => {
            return Err(AnswerError::Content("neither a token nor a certificate"));
        }
        (true, false, _) | (false, true, _) => {
            return Err(AnswerError::Content("only one of a certificate and its key"));
        }
        _ => {}
    }
    Ok(Given {
        token: status.token,
        certificate,
        key: status.client_key_data,
        expires: status.expiration_timestamp.filter(|time| !time.is_zero()).map(MicroTime::from),
    })
}
