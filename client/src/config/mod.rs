//! Where the server is, and who asks: kubeconfig files, the pod this program runs in, or by hand.

mod error;
pub(crate) mod exec;
mod in_cluster;
mod kubeconfig;
mod load;
mod resolve;
mod secret;
mod settings;

pub use error::ConfigError;
pub use kubeconfig::{
    AuthInfo, Cluster, Context, ExecConfig, ExecEnv, Kubeconfig, NamedAuthInfo, NamedCluster,
    NamedContext, NamedExtension,
};
pub use resolve::Overrides;
pub use secret::Secret;
pub use settings::{Authentication, Config, Identity, Impersonation, Pem};

#[cfg(test)]
mod tests;
