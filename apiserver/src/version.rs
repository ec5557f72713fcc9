//! What `/version` answers.

use bowline_apimachinery::version_info::Info;

/// The release of Kubernetes that is spoken on the wire, and ours behind the plus sign.
pub const GIT_VERSION: &str = concat!("v1.36.2+bowline-", env!("CARGO_PKG_VERSION"));

/// The answer of `/version`.
#[must_use]
pub fn info() -> Info {
    Info {
        major: "1".to_owned(),
        minor: "36".to_owned(),
        git_version: GIT_VERSION.to_owned(),
        git_tree_state: "clean".to_owned(),
        platform: format!("{}/{}", std::env::consts::OS, architecture()),
        compiler: "rustc".to_owned(),
        ..Info::default()
    }
}

/// The processor by Go's name, which clients know.
fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}
