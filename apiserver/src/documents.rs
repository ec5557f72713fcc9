//! Documents about what is served, made once for each change of it.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use serde_json::Value;

use crate::discovery;
use crate::openapi;
use crate::registry::catalog::{Catalog, Served};

/// A document as it goes out.
#[derive(Clone, Debug)]
pub(crate) struct Encoded {
    pub(crate) content_type: &'static str,
    /// Quoted.
    pub(crate) etag: String,
    pub(crate) bytes: Bytes,
}

/// The documents of one state of the catalog.
#[derive(Debug, Default)]
pub(crate) struct Documents(Mutex<Made>);

#[derive(Debug, Default)]
struct Made {
    change: u64,
    documents: HashMap<String, Option<Arc<Encoded>>>,
}

impl Documents {
    /// The document under a key, made if need be.
    fn get(
        &self,
        catalog: &Catalog,
        key: String,
        make: impl FnOnce(&Served) -> Option<Encoded>,
    ) -> Option<Arc<Encoded>> {
        let change = *catalog.subscribe().borrow();
        {
            let mut made = self.0.lock();
            if made.change != change {
                *made = Made { change, documents: HashMap::new() };
            }
            if let Some(document) = made.documents.get(&key) {
                return document.clone();
            }
        }
        // Whoever comes meanwhile makes it too, which is better than waiting with the lock held.
        let document = make(&catalog.served()).map(Arc::new);
        let mut made = self.0.lock();
        if made.change == change {
            made.documents.insert(key, document.clone());
        }
        document
    }

    /// A discovery document.
    pub(crate) fn discovery(
        &self,
        catalog: &Catalog,
        path: &str,
        accept: &str,
    ) -> Option<Arc<Encoded>> {
        let aggregated = matches!(path.trim_matches('/'), "api" | "apis")
            && accept.contains("APIGroupDiscoveryList");
        let key = format!("{}{path}", if aggregated { accept } else { "" });
        self.get(catalog, key, |served| {
            let document = discovery::document(served, path, accept)?;
            let bytes = with_newline(&document.body);
            Some(Encoded { content_type: document.content_type, etag: document.etag, bytes })
        })
    }

    /// `/openapi/v3`
    pub(crate) fn openapi_index(&self, catalog: &Catalog) -> Option<Arc<Encoded>> {
        self.get(catalog, "/openapi/v3".to_owned(), |served| Some(plain(&openapi::index(served))))
    }

    /// A document below `/openapi/v3/`.
    pub(crate) fn openapi_v3(&self, catalog: &Catalog, key: &str) -> Option<Arc<Encoded>> {
        self.get(catalog, format!("/openapi/v3/{key}"), |served| {
            openapi::document(served, key).as_ref().map(plain)
        })
    }

    /// `/openapi/v2`
    pub(crate) fn openapi_v2(&self, catalog: &Catalog) -> Option<Arc<Encoded>> {
        self.get(catalog, "/openapi/v2".to_owned(), |served| {
            Some(plain(&openapi::document_v2(served)))
        })
    }

    /// The same as protobuf.
    pub(crate) fn openapi_v2_protobuf(&self, catalog: &Catalog) -> Option<Arc<Encoded>> {
        self.get(catalog, "/openapi/v2 protobuf".to_owned(), |served| {
            let document = openapi::document_v2(served);
            Some(Encoded {
                content_type: "application/octet-stream",
                etag: discovery::etag(&document),
                bytes: openapi::encode_v2(&document).into(),
            })
        })
    }
}

fn plain(document: &Value) -> Encoded {
    Encoded {
        content_type: "application/json",
        etag: discovery::etag(document),
        bytes: document.to_string().into(),
    }
}

fn with_newline(document: &Value) -> Bytes {
    let mut text = document.to_string();
    text.push('\n');
    text.into()
}
