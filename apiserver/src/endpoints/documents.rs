//! OpenAPI documents, built once per change of what is served.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::Value;

use crate::openapi;
use crate::registry::Catalog;

/// Documents of the catalog as it was at some change.
#[derive(Debug, Default)]
pub(super) struct Documents {
    built: Mutex<Built>,
}

#[derive(Debug, Default)]
struct Built {
    /// The change they were built at.
    change: u64,
    by_key: HashMap<String, Arc<Value>>,
}

/// Keys that no group version has.
const INDEX: &str = "";
const V2: &str = "v2";

impl Documents {
    /// The index of the documents of version 3.
    pub(super) fn index(&self, catalog: &Catalog) -> Arc<Value> {
        self.get(catalog, INDEX, || Some(openapi::index(&catalog.served()))).unwrap_or_default()
    }

    /// The document of version 2.
    pub(super) fn v2(&self, catalog: &Catalog) -> Arc<Value> {
        self.get(catalog, V2, || Some(openapi::document_v2(&catalog.served()))).unwrap_or_default()
    }

    /// A document of version 3, by its key.
    pub(super) fn v3(&self, catalog: &Catalog, key: &str) -> Option<Arc<Value>> {
        self.get(catalog, key, || openapi::document(&catalog.served(), key))
    }

    fn get(
        &self,
        catalog: &Catalog,
        key: &str,
        build: impl FnOnce() -> Option<Value>,
    ) -> Option<Arc<Value>> {
        let change = *catalog.subscribe().borrow();
        {
            let mut built = self.built.lock();
            if built.change != change {
                *built = Built { change, by_key: HashMap::new() };
            }
            if let Some(found) = built.by_key.get(key) {
                return Some(found.clone());
            }
        }
        let document = Arc::new(build()?);
        let mut built = self.built.lock();
        if built.change == change {
            built.by_key.insert(key.to_owned(), document.clone());
        }
        Some(document)
    }
}
