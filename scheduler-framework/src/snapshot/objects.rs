//! Objects of the kinds that plugins look up besides nodes and pods: namespaces, claims,
//! volumes, services, disruption budgets, or a plugin's own.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_apimachinery::resource::Object;

/// Objects by kind, namespace and name. A clone shares everything until one of them changes.
#[derive(Clone, Debug, Default)]
pub struct Objects {
    stores: Arc<BTreeMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

/// The objects of one kind, in the order of their namespaces and names.
#[derive(Clone, Debug)]
pub struct Store<T> {
    namespaces: BTreeMap<String, Arc<BTreeMap<String, Arc<T>>>>,
}

impl Objects {
    /// The objects of a kind; none if there never was one.
    #[must_use]
    pub fn store<T: Object>(&self) -> Option<&Store<T>> {
        self.stores.get(&TypeId::of::<Store<T>>())?.downcast_ref()
    }

    /// An object by namespace (empty for kinds without) and name.
    #[must_use]
    pub fn get<T: Object>(&self, namespace: &str, name: &str) -> Option<&Arc<T>> {
        self.store::<T>()?.namespaces.get(namespace)?.get(name)
    }

    /// All objects of a kind.
    pub fn list<T: Object>(&self) -> impl Iterator<Item = &Arc<T>> {
        let namespaces = self.store::<T>().into_iter().flat_map(|store| store.namespaces.values());
        namespaces.flat_map(|objects| objects.values())
    }

    /// The objects of a kind in one namespace.
    pub fn list_in<T: Object>(&self, namespace: &str) -> impl Iterator<Item = &Arc<T>> {
        let objects = self.store::<T>().and_then(|store| store.namespaces.get(namespace));
        objects.into_iter().flat_map(|objects| objects.values())
    }

    /// Puts an object in, and returns the one that it replaces.
    pub fn apply<T: Object>(&mut self, object: Arc<T>) -> Option<Arc<T>> {
        let (namespace, name) = (object.namespace().to_owned(), object.name().to_owned());
        let objects = self.store_mut::<T>().namespaces.entry(namespace).or_default();
        Arc::make_mut(objects).insert(name, object)
    }

    /// Takes an object out.
    pub fn remove<T: Object>(&mut self, namespace: &str, name: &str) -> Option<Arc<T>> {
        self.get::<T>(namespace, name)?;
        let namespaces = &mut self.store_mut::<T>().namespaces;
        let objects = Arc::make_mut(namespaces.get_mut(namespace)?);
        let removed = objects.remove(name);
        if objects.is_empty() {
            namespaces.remove(namespace);
        }
        removed
    }

    fn store_mut<T: Object>(&mut self) -> &mut Store<T> {
        let empty = || Arc::new(Store::<T> { namespaces: BTreeMap::new() }) as Arc<_>;
        let store =
            Arc::make_mut(&mut self.stores).entry(TypeId::of::<Store<T>>()).or_insert_with(empty);
        if Arc::get_mut(store).is_none() {
            let copy = store.downcast_ref::<Store<T>>().cloned();
            *store = Arc::new(copy.expect("stores are keyed by their type"));
        }
        let store = Arc::get_mut(store).expect("shared stores were just replaced");
        store.downcast_mut().expect("stores are keyed by their type")
    }
}

impl<T> Store<T> {
    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.namespaces.values().map(|objects| objects.len()).sum()
    }

    /// Whether there is no object.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.namespaces.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_api::core::v1::{Namespace, Service};
    use bowline_apimachinery::meta::ObjectMeta;

    fn service(namespace: &str, name: &str) -> Arc<Service> {
        let metadata = ObjectMeta::named(name).in_namespace(namespace);
        Arc::new(Service { metadata, ..Service::default() })
    }

    #[test]
    fn kinds_and_namespaces_are_apart() {
        let mut objects = Objects::default();
        assert!(objects.get::<Service>("a", "s").is_none());
        assert!(objects.remove::<Service>("a", "s").is_none());
        objects.apply(service("a", "s"));
        objects.apply(service("b", "s"));
        objects.apply(Arc::new(Namespace {
            metadata: ObjectMeta::named("s"),
            ..Namespace::default()
        }));
        assert_eq!(objects.list::<Service>().count(), 2);
        assert_eq!(objects.list_in::<Service>("b").count(), 1);
        assert!(objects.get::<Namespace>("", "s").is_some());
    }

    #[test]
    fn a_clone_keeps_what_the_original_loses() {
        let mut objects = Objects::default();
        assert!(objects.apply(service("a", "s")).is_none());
        let fork = objects.clone();
        assert!(objects.apply(service("a", "s")).is_some());
        assert!(objects.remove::<Service>("a", "s").is_some());
        assert!(objects.store::<Service>().unwrap().is_empty());
        assert_eq!(fork.store::<Service>().unwrap().len(), 1);
    }
}
