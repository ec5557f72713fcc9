//! Certificates and keys, read again when their files change.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;
use tracing::warn;

use crate::config::{Config, ConfigError, Identity, Pem};

/// What TLS needs, as PEM text.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Material {
    /// The authorities to trust; those of the host when none.
    pub(super) authority: Option<Vec<u8>>,
    /// A client certificate and its key.
    pub(super) identity: Option<(Vec<u8>, Vec<u8>)>,
}

/// Where the material comes from.
pub(super) struct Materials {
    authority: Option<Pem>,
    identity: Option<Identity>,
    last: Mutex<Option<(Arc<Material>, Instant)>>,
}

/// *Upstream:* `client-go/transport/cert_rotation.go` looks as often.
const REREAD_AFTER: Duration = Duration::from_secs(60);

impl Materials {
    pub(super) fn of(config: &Config) -> Self {
        Self {
            authority: config.certificate_authority.clone(),
            identity: config.identity.clone(),
            last: Mutex::new(None),
        }
    }

    /// The material as it is now, or was a minute ago. When a file cannot be read any more, what
    /// was read before goes on to serve.
    pub(super) fn load(&self, now: Instant) -> Result<Arc<Material>, ConfigError> {
        let mut last = self.last.lock();
        if let Some((material, read)) = &*last
            && now.saturating_duration_since(*read) < REREAD_AFTER
        {
            return Ok(material.clone());
        }
        let material = match (self.read(), &*last) {
            (Ok(fresh), Some((known, _))) if fresh == **known => known.clone(),
            (Ok(fresh), _) => Arc::new(fresh),
            (Err(error), Some((known, _))) => {
                warn!(%error, "keeping the certificates that were read before");
                known.clone()
            }
            (Err(error), None) => return Err(error),
        };
        *last = Some((material.clone(), now));
        Ok(material)
    }

    fn read(&self) -> Result<Material, ConfigError> {
        let identity = match &self.identity {
            Some(identity) => Some((read(&identity.certificate)?, read(&identity.key)?)),
            None => None,
        };
        Ok(Material { authority: self.authority.as_ref().map(read).transpose()?, identity })
    }
}

fn read(pem: &Pem) -> Result<Vec<u8>, ConfigError> {
    match pem {
        Pem::Data(text) => Ok(text.reveal().as_bytes().to_vec()),
        Pem::File(path) => read_file(path),
    }
}

/// Small files, read where they are needed: at most once a minute.
fn read_file(path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })
}
