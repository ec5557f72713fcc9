//! The cluster's certificate authority and what it issues.

mod authority;
mod tls;

pub use authority::{Authority, CertificateError, Issued};
pub use tls::{TlsError, server_config};
