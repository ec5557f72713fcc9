//! From a kubeconfig and a context to a configuration.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{
    AuthInfo, Authentication, Cluster, Config, ConfigError, Context, Identity, Impersonation,
    Kubeconfig, Pem, Secret,
};

/// What goes before the kubeconfig: flags of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The context to use; the current one when empty.
    pub context: String,
    /// The cluster to use; the context's when empty.
    pub cluster: String,
    /// The user to be; the context's when empty.
    pub user: String,
    /// The namespace where none is given; the context's when empty.
    pub namespace: String,
}

impl Config {
    /// What a kubeconfig says.
    ///
    /// # Errors
    /// When something is missing in it, or contradicts itself.
    pub fn from_kubeconfig(
        kubeconfig: &Kubeconfig,
        overrides: &Overrides,
    ) -> Result<Self, ConfigError> {
        let context = context(kubeconfig, overrides)?;
        let first = |a: &str, b: &str| if a.is_empty() { b.to_owned() } else { a.to_owned() };
        let cluster_name = first(&overrides.cluster, &context.cluster);
        let user_name = first(&overrides.user, &context.user);
        let missing = |what, name: &str| ConfigError::Missing { what, name: name.to_owned() };
        let cluster = find(&kubeconfig.clusters, |entry| entry.name == cluster_name)
            .map(|entry| &entry.cluster)
            .ok_or_else(|| missing("cluster", &cluster_name))?;
        let nobody = AuthInfo::default();
        let user = if user_name.is_empty() {
            &nobody
        } else {
            find(&kubeconfig.users, |entry| entry.name == user_name)
                .map(|entry| &entry.user)
                .ok_or_else(|| missing("user", &user_name))?
        };
        let mut config = place(&cluster_name, cluster)?;
        // Over plain HTTP everyone on the way could read them.
        if config.server.starts_with("https://") {
            config.identity = identity(&user_name, user)?;
            config.authentication = authentication(&user_name, user, cluster)?;
        }
        config.impersonation = impersonation(&user_name, user)?;
        let namespace = first(&overrides.namespace, &context.namespace);
        config.default_namespace = first(&namespace, "default");
        Ok(config)
    }

    /// What the environment says: a kubeconfig of the user's, or else the pod that the program
    /// runs in. Blocks for as long as it takes to read small files.
    ///
    /// # Errors
    /// When there is neither, or what there is does not make sense.
    pub fn infer() -> Result<Self, ConfigError> {
        let kubeconfig = match Kubeconfig::from_environment()
            .and_then(|kubeconfig| Self::from_kubeconfig(&kubeconfig, &Overrides::default()))
        {
            Err(error @ ConfigError::NoContext) => error,
            outcome => return outcome,
        };
        Self::in_cluster().map_err(|in_cluster| ConfigError::Nowhere {
            kubeconfig: Box::new(kubeconfig),
            in_cluster: Box::new(in_cluster),
        })
    }
}

fn context(kubeconfig: &Kubeconfig, overrides: &Overrides) -> Result<Context, ConfigError> {
    let name = match overrides.context.as_str() {
        "" => &kubeconfig.current_context,
        _ => &overrides.context,
    };
    if name.is_empty() {
        // Without a context, a cluster that was asked for by name will do.
        return match overrides.cluster.as_str() {
            "" => Err(ConfigError::NoContext),
            _ => Ok(Context::default()),
        };
    }
    find(&kubeconfig.contexts, |entry| entry.name == *name)
        .map(|entry| entry.context.clone())
        .ok_or_else(|| ConfigError::Missing { what: "context", name: name.clone() })
}

fn find<T>(entries: &[T], is_it: impl Fn(&T) -> bool) -> Option<&T> {
    entries.iter().find(|entry| is_it(entry))
}

fn place(name: &str, cluster: &Cluster) -> Result<Config, ConfigError> {
    if cluster.server.is_empty() {
        return Err(ConfigError::NoServer(name.to_owned()));
    }
    // As client-go, a server without a scheme is taken for plain HTTP.
    let server = if cluster.server.contains("://") {
        cluster.server.clone()
    } else {
        format!("http://{}", cluster.server)
    };
    let field = "certificate-authority-data";
    let authority = (field, &*cluster.certificate_authority_data, &*cluster.certificate_authority);
    Ok(Config {
        certificate_authority: pem(name, authority)?,
        insecure_skip_tls_verify: cluster.insecure_skip_tls_verify,
        tls_server_name: cluster.tls_server_name.clone(),
        proxy_url: cluster.proxy_url.clone(),
        ..Config::new(server.trim_end_matches('/'))
    })
}

/// The text if there is one, else the file.
fn pem(
    name: &str,
    (field, data, file): (&'static str, &str, &str),
) -> Result<Option<Pem>, ConfigError> {
    if !data.is_empty() {
        let compact: String = data.split_ascii_whitespace().collect();
        let bytes = STANDARD.decode(compact).map_err(|source| ConfigError::Base64 {
            field,
            name: name.to_owned(),
            source,
        })?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        return Ok(Some(Pem::Data(Secret::new(text))));
    }
    Ok((!file.is_empty()).then(|| Pem::File(PathBuf::from(file))))
}

fn identity(name: &str, user: &AuthInfo) -> Result<Option<Identity>, ConfigError> {
    let field = "client-certificate-data";
    let certificate =
        pem(name, (field, &*user.client_certificate_data, &*user.client_certificate))?;
    let key = pem(name, ("client-key-data", user.client_key_data.reveal(), &*user.client_key))?;
    match (certificate, key) {
        (None, _) => Ok(None),
        (Some(certificate), Some(key)) => Ok(Some(Identity { certificate, key })),
        (Some(_), None) => Err(ConfigError::User {
            user: name.to_owned(),
            problem: "a client certificate needs its key",
        }),
    }
}

fn authentication(
    name: &str,
    user: &AuthInfo,
    cluster: &Cluster,
) -> Result<Authentication, ConfigError> {
    let wrong = |problem| Err(ConfigError::User { user: name.to_owned(), problem });
    let token = !user.token.is_empty() || !user.token_file.is_empty();
    let basic = !user.username.is_empty() || !user.password.is_empty();
    match (&user.exec, &user.auth_provider) {
        (Some(_), Some(_)) => wrong("exec and auth-provider exclude each other"),
        (None, Some(_)) if !token && !basic => {
            wrong("auth-provider is not supported; use exec instead")
        }
        _ if token && basic => wrong("a token and a user name exclude each other"),
        _ if !user.token_file.is_empty() => {
            Ok(Authentication::TokenFile(PathBuf::from(&user.token_file)))
        }
        _ if token => Ok(Authentication::Token(user.token.clone())),
        _ if basic => Ok(Authentication::Basic {
            username: user.username.clone(),
            password: user.password.clone(),
        }),
        (Some(exec), None) => {
            super::exec::validate(name, exec)?;
            Ok(Authentication::Exec {
                exec: Box::new(exec.clone()),
                cluster: Box::new(cluster.clone()),
            })
        }
        (None, _) => Ok(Authentication::None),
    }
}

fn impersonation(name: &str, user: &AuthInfo) -> Result<Impersonation, ConfigError> {
    let more = !user.impersonate_uid.is_empty()
        || !user.impersonate_groups.is_empty()
        || !user.impersonate_extra.is_empty();
    if more && user.impersonate.is_empty() {
        return Err(ConfigError::User {
            user: name.to_owned(),
            problem: "uid, groups or extra to act with need a user to act as",
        });
    }
    Ok(Impersonation {
        user: user.impersonate.clone(),
        uid: user.impersonate_uid.clone(),
        groups: user.impersonate_groups.clone(),
        extra: user.impersonate_extra.clone(),
    })
}
