//! Names of kinds and resources: group, version, and the pairs and triples made of them.
//!
//! Fields are `Cow<'static, str>`, so that the name of a built-in kind is a constant and costs no
//! allocation. Upstream: `apimachinery/pkg/runtime/schema/group_version.go`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A part of a name: borrowed from the program for built-in kinds, owned for all others.
pub type Name = Cow<'static, str>;

/// A text that is not an `apiVersion`: it has more than one slash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unexpected GroupVersion string: {text}")]
pub struct ParseGroupVersionError {
    text: String,
}

/// An API group with a version, printed as an object's `apiVersion`: `apps/v1`, or `v1` for the
/// core group, whose name is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupVersion {
    /// The group, empty for the core group.
    pub group: Name,
    /// The version, such as `v1beta1`.
    pub version: Name,
}

/// A kind in a version of its group: what an object says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupVersionKind {
    /// The group, empty for the core group.
    pub group: Name,
    /// The version, such as `v1`.
    pub version: Name,
    /// The kind in CamelCase, such as `Pod`.
    pub kind: Name,
}

/// A resource in a version of its group: what a URL says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupVersionResource {
    /// The group, empty for the core group.
    pub group: Name,
    /// The version, such as `v1`.
    pub version: Name,
    /// The resource in lower-case plural, such as `pods`.
    pub resource: Name,
}

/// A kind in any version, printed `Deployment.apps`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKind {
    /// The group, empty for the core group.
    pub group: Name,
    /// The kind in CamelCase.
    pub kind: Name,
}

/// A resource in any version, printed `deployments.apps`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupResource {
    /// The group, empty for the core group.
    pub group: Name,
    /// The resource in lower-case plural.
    pub resource: Name,
}

impl GroupVersion {
    /// A group and version from parts.
    pub fn new(group: impl Into<Name>, version: impl Into<Name>) -> Self {
        Self { group: group.into(), version: version.into() }
    }

    /// A constant group and version.
    pub const fn from_static(group: &'static str, version: &'static str) -> Self {
        Self { group: Cow::Borrowed(group), version: Cow::Borrowed(version) }
    }

    /// Whether both parts are empty.
    pub fn is_empty(&self) -> bool {
        self.group.is_empty() && self.version.is_empty()
    }

    /// The kind of that name in this group and version.
    pub fn with_kind(&self, kind: impl Into<Name>) -> GroupVersionKind {
        GroupVersionKind {
            group: self.group.clone(),
            version: self.version.clone(),
            kind: kind.into(),
        }
    }

    /// The resource of that name in this group and version.
    pub fn with_resource(&self, resource: impl Into<Name>) -> GroupVersionResource {
        GroupVersionResource {
            group: self.group.clone(),
            version: self.version.clone(),
            resource: resource.into(),
        }
    }
}

impl FromStr for GroupVersion {
    type Err = ParseGroupVersionError;

    /// Reads an `apiVersion`. An empty text and a lone slash give the empty value.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            None => Ok(Self::new("", text.to_owned())),
            Some(("", "")) => Ok(Self::default()),
            Some((_, version)) if version.contains('/') => {
                Err(ParseGroupVersionError { text: text.to_owned() })
            }
            Some((group, version)) => Ok(Self::new(group.to_owned(), version.to_owned())),
        }
    }
}

impl fmt::Display for GroupVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.group.is_empty() {
            write!(f, "{}/", self.group)?;
        }
        f.write_str(&self.version)
    }
}

impl GroupVersionKind {
    /// A kind from parts.
    pub fn new(group: impl Into<Name>, version: impl Into<Name>, kind: impl Into<Name>) -> Self {
        Self { group: group.into(), version: version.into(), kind: kind.into() }
    }

    /// A constant kind.
    pub const fn from_static(
        group: &'static str,
        version: &'static str,
        kind: &'static str,
    ) -> Self {
        Self {
            group: Cow::Borrowed(group),
            version: Cow::Borrowed(version),
            kind: Cow::Borrowed(kind),
        }
    }

    /// The kind that an object's `apiVersion` and `kind` name. An `apiVersion` that does not parse
    /// leaves group and version empty, as upstream's `FromAPIVersionAndKind` does.
    pub fn from_api_version_and_kind(api_version: &str, kind: impl Into<Name>) -> Self {
        api_version.parse::<GroupVersion>().unwrap_or_default().with_kind(kind)
    }

    /// The `apiVersion` of objects of this kind.
    pub fn api_version(&self) -> String {
        self.group_version().to_string()
    }

    /// Whether all parts are empty.
    pub fn is_empty(&self) -> bool {
        self.group.is_empty() && self.version.is_empty() && self.kind.is_empty()
    }

    /// The kind without its version.
    pub fn group_kind(&self) -> GroupKind {
        GroupKind { group: self.group.clone(), kind: self.kind.clone() }
    }

    /// Group and version alone.
    pub fn group_version(&self) -> GroupVersion {
        GroupVersion { group: self.group.clone(), version: self.version.clone() }
    }
}

impl fmt::Display for GroupVersionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}, Kind={}", self.group, self.version, self.kind)
    }
}

impl GroupVersionResource {
    /// A resource from parts.
    pub fn new(
        group: impl Into<Name>,
        version: impl Into<Name>,
        resource: impl Into<Name>,
    ) -> Self {
        Self { group: group.into(), version: version.into(), resource: resource.into() }
    }

    /// A constant resource.
    pub const fn from_static(
        group: &'static str,
        version: &'static str,
        resource: &'static str,
    ) -> Self {
        Self {
            group: Cow::Borrowed(group),
            version: Cow::Borrowed(version),
            resource: Cow::Borrowed(resource),
        }
    }

    /// Reads `resource.version.group`, as kubectl's arguments are written; none when the text has
    /// fewer than two dots. The same text may as well be a [`GroupResource`]: whoever knows the
    /// served resources decides.
    pub fn parse_arg(text: &str) -> Option<Self> {
        let (resource, version, group) = split_arg(text)?;
        Some(Self::new(group.to_owned(), version.to_owned(), resource.to_owned()))
    }

    /// Whether all parts are empty.
    pub fn is_empty(&self) -> bool {
        self.group.is_empty() && self.version.is_empty() && self.resource.is_empty()
    }

    /// The resource without its version.
    pub fn group_resource(&self) -> GroupResource {
        GroupResource { group: self.group.clone(), resource: self.resource.clone() }
    }

    /// Group and version alone.
    pub fn group_version(&self) -> GroupVersion {
        GroupVersion { group: self.group.clone(), version: self.version.clone() }
    }
}

impl fmt::Display for GroupVersionResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}, Resource={}", self.group, self.version, self.resource)
    }
}

impl GroupKind {
    /// A kind from parts.
    pub fn new(group: impl Into<Name>, kind: impl Into<Name>) -> Self {
        Self { group: group.into(), kind: kind.into() }
    }

    /// A constant kind.
    pub const fn from_static(group: &'static str, kind: &'static str) -> Self {
        Self { group: Cow::Borrowed(group), kind: Cow::Borrowed(kind) }
    }

    /// Reads `Kind.group`; everything after the first dot is the group.
    pub fn parse(text: &str) -> Self {
        let (kind, group) = text.split_once('.').unwrap_or((text, ""));
        Self::new(group.to_owned(), kind.to_owned())
    }

    /// Whether both parts are empty.
    pub fn is_empty(&self) -> bool {
        self.group.is_empty() && self.kind.is_empty()
    }

    /// This kind in a version.
    pub fn with_version(&self, version: impl Into<Name>) -> GroupVersionKind {
        GroupVersionKind {
            group: self.group.clone(),
            version: version.into(),
            kind: self.kind.clone(),
        }
    }
}

impl fmt::Display for GroupKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_dotted(f, &self.kind, &self.group)
    }
}

impl GroupResource {
    /// A resource from parts.
    pub fn new(group: impl Into<Name>, resource: impl Into<Name>) -> Self {
        Self { group: group.into(), resource: resource.into() }
    }

    /// A constant resource.
    pub const fn from_static(group: &'static str, resource: &'static str) -> Self {
        Self { group: Cow::Borrowed(group), resource: Cow::Borrowed(resource) }
    }

    /// Reads `resource.group`; everything after the first dot is the group.
    pub fn parse(text: &str) -> Self {
        let (resource, group) = text.split_once('.').unwrap_or((text, ""));
        Self::new(group.to_owned(), resource.to_owned())
    }

    /// Whether both parts are empty.
    pub fn is_empty(&self) -> bool {
        self.group.is_empty() && self.resource.is_empty()
    }

    /// This resource in a version.
    pub fn with_version(&self, version: impl Into<Name>) -> GroupVersionResource {
        GroupVersionResource {
            group: self.group.clone(),
            version: version.into(),
            resource: self.resource.clone(),
        }
    }
}

impl fmt::Display for GroupResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_dotted(f, &self.resource, &self.group)
    }
}

fn split_arg(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('.')?;
    let (version, group) = rest.split_once('.')?;
    Some((name, version, group))
}

fn write_dotted(f: &mut fmt::Formatter<'_>, name: &str, group: &str) -> fmt::Result {
    f.write_str(name)?;
    if group.is_empty() { Ok(()) } else { write!(f, ".{group}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_version_reads_and_prints_api_version() {
        for (text, group, version, printed) in [
            ("v1", "", "v1", "v1"),
            ("apps/v1", "apps", "v1", "apps/v1"),
            ("", "", "", ""),
            ("/", "", "", ""),
            ("/v1", "", "v1", "v1"),
            ("apps/", "apps", "", "apps/"),
        ] {
            let got: GroupVersion = text.parse().unwrap();
            assert_eq!(got, GroupVersion::new(group, version), "{text}");
            assert_eq!(got.to_string(), printed, "{text}");
        }
        let error = "a/b/c".parse::<GroupVersion>().unwrap_err();
        assert_eq!(error.to_string(), "unexpected GroupVersion string: a/b/c");
    }

    #[test]
    fn names_print_as_upstream_prints_them() {
        let kind = GroupVersionKind::from_static("apps", "v1", "Deployment");
        assert_eq!(kind.to_string(), "apps/v1, Kind=Deployment");
        assert_eq!(kind.group_kind().to_string(), "Deployment.apps");
        assert_eq!(kind.api_version(), "apps/v1");
        let pods = GroupVersionResource::from_static("", "v1", "pods");
        assert_eq!(pods.to_string(), "/v1, Resource=pods");
        assert_eq!(pods.group_resource().to_string(), "pods");
        assert_eq!(GroupResource::new("apps", "deployments").to_string(), "deployments.apps");
    }

    #[test]
    fn arguments_split_at_the_first_dots() {
        let full = GroupVersionResource::parse_arg("ingresses.v1.networking.k8s.io").unwrap();
        assert_eq!(full, GroupVersionResource::new("networking.k8s.io", "v1", "ingresses"));
        assert_eq!(GroupVersionResource::parse_arg("deployments.apps"), None);
        assert_eq!(
            GroupResource::parse("deployments.apps"),
            GroupResource::new("apps", "deployments")
        );
        assert_eq!(GroupKind::parse("Pod"), GroupKind::new("", "Pod"));
    }
}
