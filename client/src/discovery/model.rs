//! What a server serves.

use std::cmp::Reverse;

use bowline_apimachinery::resource::ApiResource;
use bowline_apimachinery::schema::{GroupKind, GroupResource, GroupVersionKind};

/// Everything a server serves, as it was when it was asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Discovery {
    /// The groups in the server's order; the core group has the empty name.
    pub groups: Vec<ApiGroup>,
}

/// A group of kinds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApiGroup {
    /// The name.
    pub name: String,
    /// The versions in the server's order, the preferred one first.
    pub versions: Vec<ApiVersion>,
}

/// A version of a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApiVersion {
    /// The version, without the group.
    pub version: String,
    /// The resources.
    pub resources: Vec<ServedResource>,
    /// Whether the server could not tell what this version has now; an extension that serves it
    /// may be down.
    pub stale: bool,
}

/// A resource with all that is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ServedResource {
    /// What a client needs to use it.
    pub resource: ApiResource,
    /// The singular name.
    pub singular: String,
    /// Short names, such as `deploy`.
    pub short_names: Vec<String>,
    /// Categories, such as `all`.
    pub categories: Vec<String>,
    /// Verbs it answers.
    pub verbs: Vec<String>,
    /// Subresources, such as `status`.
    pub subresources: Vec<String>,
}

impl ServedResource {
    /// Whether the resource answers a verb.
    #[must_use]
    pub fn can(&self, verb: &str) -> bool {
        self.verbs.iter().any(|known| known == verb)
    }

    /// How well a word names this resource; none if it does not.
    fn named_by(&self, word: &str) -> Option<Reverse<u8>> {
        let same = |name: &str| name.eq_ignore_ascii_case(word);
        let rank = if same(&self.resource.plural) {
            0
        } else if same(&self.singular) || same(&self.resource.kind) {
            1
        } else if self.short_names.iter().any(|name| same(name)) {
            2
        } else {
            return None;
        };
        Some(Reverse(rank))
    }
}

impl Discovery {
    /// All resources, in the server's order, preferred versions first within a group.
    pub fn resources(&self) -> impl Iterator<Item = &ServedResource> {
        let versions = self.groups.iter().flat_map(|group| &group.versions);
        versions.flat_map(|version| &version.resources)
    }

    /// The resources of a group, in its preferred version where that has them.
    pub fn preferred_resources(&self) -> impl Iterator<Item = &ServedResource> {
        self.groups.iter().flat_map(|group| {
            let earlier = |index: usize, found: &ServedResource| {
                let before = group.versions[..index].iter().flat_map(|version| &version.resources);
                let mut before =
                    before.filter(|known| known.resource.plural == found.resource.plural);
                before.next().is_some()
            };
            let versions = group.versions.iter().enumerate();
            versions.flat_map(move |(index, version)| {
                version.resources.iter().filter(move |found| !earlier(index, found))
            })
        })
    }

    /// The resource of a kind in a version.
    #[must_use]
    pub fn by_kind(&self, kind: &GroupVersionKind) -> Option<&ServedResource> {
        self.resources().find(|served| {
            let resource = &served.resource;
            resource.group == kind.group
                && resource.version == kind.version
                && resource.kind == kind.kind
        })
    }

    /// The resource of a kind in the version the server prefers.
    #[must_use]
    pub fn by_group_kind(&self, kind: &GroupKind) -> Option<&ServedResource> {
        self.resources()
            .find(|served| served.resource.group == kind.group && served.resource.kind == kind.kind)
    }

    /// The resource that a plural names, in the version the server prefers.
    #[must_use]
    pub fn by_resource(&self, resource: &GroupResource) -> Option<&ServedResource> {
        self.resources().find(|served| {
            served.resource.group == resource.group && served.resource.plural == resource.resource
        })
    }

    /// The resource that someone means who types `pods`, `deploy`, `Deployment`,
    /// `deployments.apps` or `deployments.v1.apps`. Plurals go before singulars and kinds, and
    /// these before short names; groups go in the server's order.
    #[must_use]
    pub fn by_word(&self, text: &str) -> Option<&ServedResource> {
        let best = |name: &str, fits: &dyn Fn(&ApiResource) -> bool| {
            let mut best: Option<(Reverse<u8>, &ServedResource)> = None;
            for served in self.resources().filter(|served| fits(&served.resource)) {
                let Some(rank) = served.named_by(name) else { continue };
                if best.is_none_or(|(known, _)| rank > known) {
                    best = Some((rank, served));
                }
            }
            best.map(|(_, served)| served)
        };
        let Some((name, rest)) = text.split_once('.') else {
            return best(text, &|_| true);
        };
        let with_version = rest.split_once('.').and_then(|(version, group)| {
            best(name, &|resource| resource.version == version && resource.group == group)
        });
        with_version.or_else(|| best(name, &|resource| resource.group == rest)).or_else(|| {
            best(name, &|resource| resource.group.is_empty() && resource.version == rest)
        })
    }

    /// The resources of a category, such as `all`.
    pub fn by_category<'a>(
        &'a self,
        category: &'a str,
    ) -> impl Iterator<Item = &'a ServedResource> {
        self.preferred_resources()
            .filter(move |served| served.categories.iter().any(|known| known == category))
    }

    /// Groups and versions of which the server could not tell what they have now.
    pub fn stale(&self) -> impl Iterator<Item = (&str, &str)> {
        self.groups.iter().flat_map(|group| {
            let stale = group.versions.iter().filter(|version| version.stale);
            stale.map(|version| (group.name.as_str(), version.version.as_str()))
        })
    }
}
