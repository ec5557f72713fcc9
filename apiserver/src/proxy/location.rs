//! Where a request goes.

use http::uri::PathAndQuery;

/// How a connection is to be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Plain.
    #[default]
    Http,
    /// Over TLS, without regard to who the other end is: pods have no certificates that anybody
    /// could check.
    Https,
}

impl Scheme {
    /// The word in a URL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// Who is to be connected to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Destination {
    /// The kubelet of a node; the dialer knows with what certificates.
    Kubelet {
        /// The node's name.
        node: String,
        /// An address of the node, empty when it has none: a node in this process needs none.
        host: String,
        /// The kubelet's port.
        port: u16,
    },
    /// A pod, an endpoint of a service, or another port of a node.
    Address {
        /// How.
        scheme: Scheme,
        /// An IP address or name.
        host: String,
        /// The port.
        port: u16,
    },
}

impl Destination {
    /// `host:port`, with brackets where they are needed.
    pub fn authority(&self) -> String {
        match self {
            Self::Kubelet { node, host, port } if host.is_empty() => format!("{node}:{port}"),
            Self::Kubelet { host, port, .. } | Self::Address { host, port, .. } => {
                if host.contains(':') {
                    format!("[{host}]:{port}")
                } else {
                    format!("{host}:{port}")
                }
            }
        }
    }
}

/// Where a request goes: to whom, and what is asked there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// To whom.
    pub destination: Destination,
    /// What.
    pub path: PathAndQuery,
}

/// The `name`, `name:port` or `scheme:name:port` of a proxied object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeNamePort {
    /// How to connect; `None` when not said.
    pub scheme: Option<Scheme>,
    /// The object.
    pub name: String,
    /// Its port, a number or a name; empty when not said.
    pub port: String,
}

impl SchemeNamePort {
    /// Reads the name segment of a proxy request; `None` when it makes no sense.
    ///
    /// Upstream: `SplitSchemeNamePort` of `staging/src/k8s.io/apimachinery/pkg/util/net`.
    pub fn parse(id: &str) -> Option<Self> {
        let parts: Vec<&str> = id.split(':').collect();
        let (scheme, name, port) = match parts.as_slice() {
            [name] => ("", *name, ""),
            [name, port] => ("", *name, *port),
            [scheme, name, port] => (*scheme, *name, *port),
            _ => return None,
        };
        let scheme = match scheme {
            "" => None,
            "http" => Some(Scheme::Http),
            "https" => Some(Scheme::Https),
            _ => return None,
        };
        (!name.is_empty()).then(|| Self { scheme, name: name.into(), port: port.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let want = |scheme, name: &str, port: &str| {
            Some(SchemeNamePort { scheme, name: name.into(), port: port.into() })
        };
        let rows = [
            ("web", want(None, "web", "")),
            ("web:http", want(None, "web", "http")),
            ("https:web:443", want(Some(Scheme::Https), "web", "443")),
            (":web:80", want(None, "web", "80")),
            ("http:web:", want(Some(Scheme::Http), "web", "")),
            ("ftp:web:21", None),
            (":80", None),
            ("", None),
            ("a:b:c:d", None),
        ];
        for (id, want) in rows {
            assert_eq!(SchemeNamePort::parse(id), want, "{id}");
        }
    }

    #[test]
    fn authorities_have_brackets_where_needed() {
        let address =
            |host: &str| Destination::Address { scheme: Scheme::Http, host: host.into(), port: 80 };
        assert_eq!(address("10.0.0.1").authority(), "10.0.0.1:80");
        assert_eq!(address("fd00::1").authority(), "[fd00::1]:80");
        let node = Destination::Kubelet { node: "n1".into(), host: String::new(), port: 10250 };
        assert_eq!(node.authority(), "n1:10250");
    }
}
