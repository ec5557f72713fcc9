//! Asking a server what it serves.

use bowline_apimachinery::codec::{self, DecodeError, MediaType};
use bowline_apimachinery::meta::{APIGroup, APIGroupList, APIResourceList, APIVersions};
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::version_info::Info;
use bytes::Bytes;
use futures::future::join_all;
use http::header::CONTENT_TYPE;
use http::{Method, Response};
use tracing::warn;

use super::{ApiGroup, ApiVersion, Discovery, read};
use crate::rest::Outgoing;
use crate::{Client, Error};

/// The aggregated form first, and the old one for servers that do not have it.
const ACCEPT: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
                      application/json";

impl Client {
    /// Which release the server is.
    ///
    /// # Errors
    /// When the request fails.
    pub async fn server_version(&self) -> Result<Info, Error> {
        let mut info = Info::default();
        self.fetch_document("/version", &mut info).await?;
        Ok(info)
    }

    /// Everything the server serves. Groups that cannot be had are left out or marked; they do not
    /// fail the rest.
    ///
    /// # Errors
    /// When the server does not answer at all.
    pub async fn discover(&self) -> Result<Discovery, Error> {
        let mut groups = self.discover_root("/api").await?;
        groups.extend(self.discover_root("/apis").await?);
        Ok(Discovery { groups })
    }

    async fn discover_root(&self, path: &str) -> Result<Vec<ApiGroup>, Error> {
        let request = Outgoing::new(Method::GET, path.to_owned()).accept(ACCEPT);
        let answer = match self.exchange(&request).await {
            Ok(answer) => answer,
            // A server of one's own kinds may have no core group.
            Err(error) if error.is_not_found() => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        if is_aggregated(&answer) {
            return read::aggregated(answer.body()).map_err(|source| Error::Decode {
                request: request.describe(),
                source: DecodeError::Serde(source),
            });
        }
        let groups = if path == "/api" {
            let mut versions = APIVersions::default();
            decode(&request, &mut versions, answer.body())?;
            vec![(String::new(), versions.versions)]
        } else {
            let mut list = APIGroupList::default();
            decode(&request, &mut list, answer.body())?;
            list.groups.into_iter().map(|group| (group.name.clone(), versions_of(group))).collect()
        };
        Ok(join_all(groups.into_iter().map(|(name, versions)| self.discover_group(name, versions)))
            .await)
    }

    async fn discover_group(&self, name: String, versions: Vec<String>) -> ApiGroup {
        let versions =
            join_all(versions.iter().map(|version| self.discover_version(&name, version)));
        ApiGroup { versions: versions.await, name: name.clone() }
    }

    async fn discover_version(&self, group: &str, version: &str) -> ApiVersion {
        let path = match group {
            "" => format!("/api/{version}"),
            _ => format!("/apis/{group}/{version}"),
        };
        let mut list = APIResourceList::default();
        match self.fetch_document(&path, &mut list).await {
            Ok(()) => read::version(group, version, list),
            Err(error) => {
                warn!(path, %error, "cannot discover a version of a group");
                ApiVersion { version: version.to_owned(), resources: Vec::new(), stale: true }
            }
        }
    }

    async fn fetch_document(&self, path: &str, into: &mut dyn Message) -> Result<(), Error> {
        let request = Outgoing::new(Method::GET, path.to_owned()).accept("application/json");
        let answer = self.exchange(&request).await?;
        decode(&request, into, answer.body())
    }
}

fn is_aggregated(answer: &Response<Bytes>) -> bool {
    let header = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    header.is_some_and(|text| text.contains("as=APIGroupDiscoveryList"))
}

/// The versions of a group, the preferred one first.
fn versions_of(group: APIGroup) -> Vec<String> {
    let preferred = group.preferred_version.version;
    let mut versions: Vec<_> = group.versions.into_iter().map(|version| version.version).collect();
    versions.sort_by_key(|version| *version != preferred);
    versions
}

fn decode(request: &Outgoing, into: &mut dyn Message, body: &[u8]) -> Result<(), Error> {
    codec::decode(into, body, MediaType::Json)
        .map(drop)
        .map_err(|source| Error::Decode { request: request.describe(), source })
}
