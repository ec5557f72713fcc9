//! The traits of an API object: what it is, where it lives, how it travels.

use std::borrow::Cow;
use std::fmt::Debug;

use crate::codec::{DecodeError, EncodeError, MediaType};
use crate::meta::ObjectMeta;

/// A type that stands for exactly one kind.
pub trait Kind {
    /// API group; empty for the core group.
    const GROUP: &'static str;
    /// API version, without the group.
    const VERSION: &'static str;
    /// Kind.
    const KIND: &'static str;

    /// `v1`, `apps/v1`
    #[must_use]
    fn api_version() -> String {
        group_version(Self::GROUP, Self::VERSION)
    }
}

/// `v1` for the core group, `apps/v1` for others.
#[must_use]
pub fn group_version(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

/// Anything with metadata that travels: built-in, custom, partial or dynamic.
pub trait Object: Clone + Debug + Send + Sync + 'static {
    /// The metadata.
    fn metadata(&self) -> &ObjectMeta;

    /// The metadata to change.
    fn metadata_mut(&mut self) -> &mut ObjectMeta;

    /// Whether the type has a protobuf form; else only JSON is asked for.
    const PROTOBUF: bool = false;

    /// The object as bytes, with `apiVersion` and `kind`.
    ///
    /// # Errors
    /// When the type has no such form, or a value in it has none.
    fn encode(&self, media_type: MediaType) -> Result<Vec<u8>, EncodeError>;

    /// The object from bytes; unknown fields are dropped.
    ///
    /// # Errors
    /// When the bytes are not such an object.
    fn decode(bytes: &[u8], media_type: MediaType) -> Result<Self, DecodeError>;

    /// The object from an item of a list: protobuf items have no envelope.
    ///
    /// # Errors
    /// When the bytes are not such an object.
    fn decode_item(bytes: &[u8], media_type: MediaType) -> Result<Self, DecodeError> {
        match media_type {
            MediaType::Protobuf => {
                Self::decode(&crate::codec::protobuf::seal("", "", bytes), media_type)
            }
            _ => Self::decode(bytes, media_type),
        }
    }

    /// The object from the beginning of a JSON text, and how many bytes it took; `None` where the
    /// type has no such shortcut.
    #[doc(hidden)]
    fn decode_prefix(_text: &str) -> Option<Result<(Self, usize), DecodeError>> {
        None
    }

    /// Name; empty before the server has generated one.
    fn name(&self) -> &str {
        &self.metadata().name
    }

    /// Namespace; empty for cluster-scoped objects.
    fn namespace(&self) -> &str {
        &self.metadata().namespace
    }

    /// Gives the object its `apiVersion` and `kind` where it carries them and they are empty: items
    /// of a list and events of a watch leave them out.
    fn fill_type_meta(&mut self, _resource: &ApiResource) {}

    /// Namespace and name: the key of caches and queues.
    fn key(&self) -> NamespacedName {
        NamespacedName::new(self.namespace(), self.name())
    }
}

/// An object whose type says which resource it belongs to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Kubernetes resource",
    note = "built-in kinds are; for your own, `#[derive(CustomResource)]`"
)]
pub trait Resource: Object + Kind {
    /// Plural name in URLs.
    const PLURAL: &'static str;
    /// [`Namespaced`] or [`Cluster`].
    type Scope: Scope;

    /// The same as data.
    #[must_use]
    fn api_resource() -> ApiResource {
        ApiResource {
            group: Cow::Borrowed(Self::GROUP),
            version: Cow::Borrowed(Self::VERSION),
            kind: Cow::Borrowed(Self::KIND),
            plural: Cow::Borrowed(Self::PLURAL),
            namespaced: Self::Scope::NAMESPACED,
        }
    }
}

/// Whether objects live in namespaces.
pub trait Scope: sealed::Sealed + Send + Sync + 'static {
    /// `true` for namespaced kinds.
    const NAMESPACED: bool;
}

/// Objects live in a namespace.
#[derive(Clone, Copy, Debug)]
pub struct Namespaced;

/// Objects live in the cluster.
#[derive(Clone, Copy, Debug)]
pub struct Cluster;

impl Scope for Namespaced {
    const NAMESPACED: bool = true;
}
impl Scope for Cluster {
    const NAMESPACED: bool = false;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Namespaced {}
    impl Sealed for super::Cluster {}
}

/// A resource as data: what a dynamic client needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ApiResource {
    /// API group; empty for the core group.
    pub group: Cow<'static, str>,
    /// API version, without the group.
    pub version: Cow<'static, str>,
    /// Kind.
    pub kind: Cow<'static, str>,
    /// Plural name in URLs.
    pub plural: Cow<'static, str>,
    /// Whether objects live in namespaces.
    pub namespaced: bool,
}

impl ApiResource {
    /// `v1`, `apps/v1`
    #[must_use]
    pub fn api_version(&self) -> String {
        group_version(&self.group, &self.version)
    }

    /// The URL path of the collection; all namespaces when `namespace` is empty.
    ///
    /// Names are percent-encoded.
    #[must_use]
    pub fn path(&self, namespace: &str) -> String {
        let mut path = if self.group.is_empty() {
            format!("/api/{}", self.version)
        } else {
            format!("/apis/{}/{}", self.group, self.version)
        };
        if self.namespaced && !namespace.is_empty() {
            path.push_str("/namespaces/");
            path.push_str(&path_segment(namespace));
        }
        path.push('/');
        path.push_str(&self.plural);
        path
    }
}

/// Percent-encodes what may not stand in a path segment.
#[must_use]
pub fn path_segment(text: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:@".contains(&b);
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for b in text.bytes() {
        if plain(b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    Cow::Owned(out)
}

/// Namespace and name of an object; the namespace is empty for cluster-scoped ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamespacedName {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
}

impl NamespacedName {
    /// Of a namespace and a name.
    #[must_use]
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), name: name.into() }
    }
}

/// `namespace/name`, or the name alone.
impl std::fmt::Display for NamespacedName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.namespace.is_empty() {
            write!(f, "{}/", self.namespace)?;
        }
        f.write_str(&self.name)
    }
}

/// Implements [`Kind`] for a message.
#[macro_export]
macro_rules! kind {
    ($ty:ident, $group:literal, $version:literal, $kind:literal) => {
        impl $crate::resource::Kind for $ty {
            const GROUP: &'static str = $group;
            const VERSION: &'static str = $version;
            const KIND: &'static str = $kind;
        }
    };
}

/// Implements [`Kind`], [`Object`] and [`Resource`] for a message with metadata.
#[macro_export]
macro_rules! resource {
    ($ty:ident, $group:literal, $version:literal, $kind:literal, $plural:literal, $scope:ident) => {
        $crate::kind!($ty, $group, $version, $kind);
        impl $crate::resource::Object for $ty {
            const PROTOBUF: bool = true;
            fn metadata(&self) -> &$crate::meta::ObjectMeta {
                &self.metadata
            }
            fn metadata_mut(&mut self) -> &mut $crate::meta::ObjectMeta {
                &mut self.metadata
            }
            fn encode(
                &self,
                media_type: $crate::codec::MediaType,
            ) -> Result<Vec<u8>, $crate::codec::EncodeError> {
                let api_version = <Self as $crate::resource::Kind>::api_version();
                $crate::codec::encode(self, &api_version, $kind, media_type)
            }
            fn decode(
                bytes: &[u8],
                media_type: $crate::codec::MediaType,
            ) -> Result<Self, $crate::codec::DecodeError> {
                let mut object = Self::default();
                $crate::codec::decode(&mut object, bytes, media_type)?;
                Ok(object)
            }
            fn decode_item(
                bytes: &[u8],
                media_type: $crate::codec::MediaType,
            ) -> Result<Self, $crate::codec::DecodeError> {
                let mut object = Self::default();
                $crate::codec::decode_item(&mut object, bytes, media_type)?;
                Ok(object)
            }
            fn decode_prefix(
                text: &str,
            ) -> Option<Result<(Self, usize), $crate::codec::DecodeError>> {
                let mut object = Self::default();
                let taken = $crate::codec::json::decode_prefix(&mut object, text);
                Some(taken.map(|taken| (object, taken)).map_err(Into::into))
            }
        }
        impl $crate::resource::Resource for $ty {
            const PLURAL: &'static str = $plural;
            type Scope = $crate::resource::$scope;
        }
    };
}
