//! Objects in the order of their keys, whose copies are cheap and stay as they were.
//!
//! Two levels: a list of chunks of at most [`CHUNK`] pointers. A copy shares everything; the first
//! change after it copies the list and one chunk, so a store of a hundred thousand objects with a
//! live snapshot copies about a thousand pointers, not all.

use std::sync::Arc;

use bowline_apimachinery::resource::Object;

/// The most pointers in a chunk.
const CHUNK: usize = 256;

/// An ordered set of objects by namespace and name.
pub(super) struct Ordered<K> {
    /// None is empty; in ascending order, as are the objects within.
    chunks: Arc<Vec<Arc<Vec<Arc<K>>>>>,
    len: usize,
}

fn key<K: Object>(object: &K) -> (&str, &str) {
    (object.namespace(), object.name())
}

impl<K: Object> Ordered<K> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, wanted: (&str, &str)) -> Option<&Arc<K>> {
        let chunk = self.chunks.get(self.chunk_of(wanted))?;
        let index = chunk.binary_search_by(|object| key(&**object).cmp(&wanted)).ok()?;
        chunk.get(index)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<K>> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// The objects from this key on.
    pub(super) fn from<'a>(
        &'a self,
        wanted: (&'a str, &'a str),
    ) -> impl Iterator<Item = &'a Arc<K>> {
        let first = self.chunk_of(wanted);
        let chunks = self.chunks.get(first..).unwrap_or_default();
        let skipped = chunks
            .first()
            .map_or(0, |chunk| chunk.partition_point(|object| key(&**object) < wanted));
        chunks.iter().flat_map(|chunk| chunk.iter()).skip(skipped)
    }

    /// Puts an object in, and gives the one with the same key that it replaces.
    pub(super) fn insert(&mut self, object: Arc<K>) -> Option<Arc<K>> {
        let place = self.chunk_of(key(&*object));
        let chunks = Arc::make_mut(&mut self.chunks);
        let Some(chunk) = chunks.get_mut(place) else {
            chunks.push(Arc::new(vec![object]));
            self.len += 1;
            return None;
        };
        let chunk = Arc::make_mut(chunk);
        match chunk.binary_search_by(|known| key(&**known).cmp(&key(&*object))) {
            Ok(index) => Some(std::mem::replace(&mut chunk[index], object)),
            Err(index) => {
                chunk.insert(index, object);
                self.len += 1;
                if chunk.len() > CHUNK {
                    // Objects often come in order: then full chunks stay behind.
                    let at = if index == CHUNK { CHUNK } else { CHUNK / 2 };
                    let upper = chunk.split_off(at);
                    chunks.insert(place + 1, Arc::new(upper));
                }
                None
            }
        }
    }

    /// Takes the object with this key out.
    pub(super) fn remove(&mut self, wanted: (&str, &str)) -> Option<Arc<K>> {
        let place = self.chunk_of(wanted);
        let chunk = self.chunks.get(place)?;
        let index = chunk.binary_search_by(|known| key(&**known).cmp(&wanted)).ok()?;
        let chunks = Arc::make_mut(&mut self.chunks);
        let chunk = Arc::make_mut(chunks.get_mut(place)?);
        let removed = chunk.remove(index);
        self.len -= 1;
        if chunk.is_empty() {
            chunks.remove(place);
        } else if chunk.len() < CHUNK / 8 && place > 0 && chunks[place - 1].len() < CHUNK / 2 {
            let small = chunks.remove(place);
            Arc::make_mut(&mut chunks[place - 1]).extend(small.iter().cloned());
        }
        Some(removed)
    }

    /// The chunk in which an object with this key would stand: the last that does not begin after
    /// it, or the first.
    fn chunk_of(&self, wanted: (&str, &str)) -> usize {
        let begins_before =
            |chunk: &Arc<Vec<Arc<K>>>| chunk.first().is_some_and(|first| key(&**first) <= wanted);
        self.chunks.partition_point(begins_before).saturating_sub(1)
    }
}

impl<K> Default for Ordered<K> {
    fn default() -> Self {
        Self { chunks: Arc::default(), len: 0 }
    }
}

impl<K> Clone for Ordered<K> {
    fn clone(&self) -> Self {
        Self { chunks: self.chunks.clone(), len: self.len }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use bowline_api::core::v1::ConfigMap;
    use bowline_apimachinery::meta::ObjectMeta;
    use proptest::prelude::*;

    use super::*;

    fn object(n: u16, version: usize) -> Arc<ConfigMap> {
        let metadata = ObjectMeta::named(format!("{:04}", n / 3)).in_namespace((n % 3).to_string());
        let mut object = ConfigMap { metadata, ..ConfigMap::default() };
        object.metadata.resource_version = version.to_string();
        Arc::new(object)
    }

    type Model = BTreeMap<(String, String), Arc<ConfigMap>>;

    fn model_key(object: &ConfigMap) -> (String, String) {
        (object.metadata.namespace.clone(), object.metadata.name.clone())
    }

    fn check(ordered: &Ordered<ConfigMap>, model: &Model) -> Result<(), TestCaseError> {
        prop_assert_eq!(ordered.len(), model.len());
        prop_assert!(ordered.iter().eq(model.values()));
        prop_assert!(ordered.chunks.iter().all(|chunk| (1..=CHUNK).contains(&chunk.len())));
        for namespace in ["0", "1", "2", "3"] {
            let from = (namespace.to_owned(), "0100".to_owned());
            prop_assert!(ordered.from((namespace, "0100")).eq(model.range(from..).map(|(_, o)| o)));
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// It is a map, and its copies do not change.
        #[test]
        fn behaves_as_a_map(steps in prop::collection::vec((0u16..1500, 0u8..3), 1..2500)) {
            let mut ordered = Ordered::default();
            let mut model = Model::new();
            let mut copy = (ordered.clone(), model.clone());
            for (version, (n, action)) in steps.into_iter().enumerate() {
                let object = object(n, version);
                if action == 0 {
                    let removed = ordered.remove((&object.metadata.namespace, &object.metadata.name));
                    prop_assert_eq!(removed, model.remove(&model_key(&object)));
                } else {
                    let known = model.insert(model_key(&object), object.clone());
                    prop_assert_eq!(ordered.insert(object.clone()), known);
                    let found = ordered.get((&object.metadata.namespace, &object.metadata.name));
                    prop_assert_eq!(found, Some(&object));
                }
                if version % 500 == 250 {
                    check(&copy.0, &copy.1)?;
                    copy = (ordered.clone(), model.clone());
                }
            }
            check(&ordered, &model)?;
            check(&copy.0, &copy.1)?;
        }
    }
}
