//! Links of proxied pages: those to the page's own host are made to lead through the proxy.
//!
//! Upstream: `staging/src/k8s.io/apimachinery/pkg/util/proxy/transport.go`.

/// What links are to be made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Links {
    /// The API server's path up to and with `/proxy`, without a slash at its end.
    pub(super) prefix: String,
    /// The hosts that are the page's own: the backend's and the one the caller asked for.
    pub(super) own_hosts: Vec<String>,
}

impl Links {
    /// `url` through the proxy, if it leads to an absolute path on the page's own host.
    pub(super) fn rewrite(&self, url: &str) -> String {
        let Some(path) = self.own_path(url) else { return url.to_owned() };
        let inside = path.strip_prefix(&self.prefix);
        if inside.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
            return path.to_owned();
        }
        format!("{}{path}", self.prefix)
    }

    /// The path, query and fragment of a URL that is the page's own and absolute.
    fn own_path<'a>(&self, url: &'a str) -> Option<&'a str> {
        let rest = match url.split_once("://") {
            Some((scheme, rest)) if is_scheme(scheme) => rest,
            _ => match url.strip_prefix("//") {
                Some(rest) => rest,
                None => return url.starts_with('/').then_some(url),
            },
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        let own = self.own_hosts.iter().any(|own| own.eq_ignore_ascii_case(host));
        (own && path.starts_with('/')).then_some(path)
    }
}

fn is_scheme(text: &str) -> bool {
    text.eq_ignore_ascii_case("http") || text.eq_ignore_ascii_case("https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_absolute_links_lead_through_the_proxy() {
        let prefix = "/api/v1/namespaces/ns/pods/web:80/proxy";
        let own_hosts = vec!["10.0.0.1:80".into(), "localhost:8001".into()];
        let links = Links { prefix: prefix.into(), own_hosts };
        let through = |path: &str| format!("{prefix}{path}");
        let rows = [
            ("/", through("/")),
            ("/a/b?c=d#e", through("/a/b?c=d#e")),
            ("http://10.0.0.1:80/a", through("/a")),
            ("//localhost:8001/a", through("/a")),
            ("https://LOCALHOST:8001/a/", through("/a/")),
            ("http://elsewhere/a", "http://elsewhere/a".into()),
            ("http://10.0.0.1:80", "http://10.0.0.1:80".into()),
            ("a/b", "a/b".into()),
            ("#top", "#top".into()),
            ("mailto:a@b", "mailto:a@b".into()),
            ("", String::new()),
            (&through("/a"), through("/a")),
            (&through("x"), format!("{prefix}{prefix}x")),
        ];
        for (url, want) in rows {
            assert_eq!(links.rewrite(url), want, "{url}");
        }
    }
}
