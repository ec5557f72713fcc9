//! URLs.

use super::{Call, Implementation, Library};
use crate::url::Url;
use crate::value::{Error, Map, Opaque, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
string_to_url: url(string) -> kubernetes.URL
url_get_scheme: <kubernetes.URL>.getScheme() -> string
url_get_host: <kubernetes.URL>.getHost() -> string
url_get_hostname: <kubernetes.URL>.getHostname() -> string
url_get_port: <kubernetes.URL>.getPort() -> string
url_get_escaped_path: <kubernetes.URL>.getEscapedPath() -> string
url_get_query: <kubernetes.URL>.getQuery() -> map(string, list(string))
is_url_string: isURL(string) -> bool",
    types: &["kubernetes.URL"],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "url" => url,
            "isURL" => |call| match call.args {
                [Value::String(text)] => Ok(Value::Bool(Url::parse_request(text).is_ok())),
                _ => Err(call.no_overload("isURL")),
            },
            "getScheme" => |call| part(call, "getScheme", |u| u.scheme.clone()),
            "getHost" => |call| part(call, "getHost", |u| u.host.clone()),
            "getHostname" => |call| part(call, "getHostname", |u| u.hostname().to_owned()),
            "getPort" => |call| part(call, "getPort", |u| u.port().to_owned()),
            "getEscapedPath" => |call| part(call, "getEscapedPath", Url::escaped_path),
            "getQuery" => query,
            _ => return None,
        })
    },
};

fn url<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text)] = call.args else { return Err(call.no_overload("url")) };
    let refuse =
        |e: String| Error::other(format!("URL parse error during conversion from string: {e}"));
    Url::parse_request(text).map_err(refuse)?;
    Url::parse(text).map(|u| Value::opaque(Opaque::Url(u))).map_err(refuse)
}

fn receiver<'c>(call: &Call<'c, '_>, function: &str) -> Result<&'c Url, Error> {
    match call.args {
        [Value::Opaque(opaque)] => match &**opaque {
            Opaque::Url(url) => Ok(url),
            _ => Err(call.no_overload(function)),
        },
        _ => Err(call.no_overload(function)),
    }
}

fn part<'a>(call: Call<'_, 'a>, function: &str, f: fn(&Url) -> String) -> Result<Value<'a>, Error> {
    receiver(&call, function).map(|url| Value::text(f(url)))
}

fn query<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let url = receiver(&call, "getQuery")?;
    let mut keys: Vec<(String, Vec<Value<'a>>)> = Vec::new();
    for (key, value) in url.query_pairs() {
        match keys.iter_mut().find(|(k, _)| *k == key) {
            Some((_, values)) => values.push(Value::text(value)),
            None => keys.push((key, vec![Value::text(value)])),
        }
    }
    let entries = keys.into_iter().map(|(k, v)| (Value::text(k), Value::list(v)));
    Ok(Value::Map(Map::from_entries(entries)))
}
