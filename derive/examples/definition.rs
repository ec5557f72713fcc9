//! Writes the definition of a kind with two versions as YAML: `cargo run -p bowline-derive --example
//! definition | kubectl apply -f -`.

use bowline_api::apiextensions::definition::merge;
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::resource::Object as _;
use bowline_derive::CustomResource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod facade {
    //! Programs that depend on `bowline` need none of this.
    pub(crate) use bowline_api as api;
    pub(crate) use bowline_apimachinery as apimachinery;
}

/// A backup of a volume.
#[derive(CustomResource, Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[resource(group = "example.com", version = "v1", kind = "Backup", short_name = "bk")]
#[resource(column(name = "Claim", type = "string", path = ".spec.claim"))]
#[resource(rule(rule = "self.metadata.name != self.spec.claim", message = "name it otherwise"))]
#[resource(status = BackupStatus, selectable = ".spec.claim", crate = facade)]
struct BackupSpec {
    /// Claim whose volume is kept.
    claim: String,
    /// Where the copy goes.
    target: Target,
    /// How many copies are kept.
    #[serde(default = "seven")]
    #[schemars(range(min = 1, max = 100))]
    keep: u32,
}

fn seven() -> u32 {
    7
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
enum Target {
    Bucket { url: String },
    Directory { path: String },
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
struct BackupStatus {
    copies: u32,
}

mod v1alpha1 {
    //! The version before, which is served but not stored.
    use super::facade;
    use bowline_derive::CustomResource;
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    #[derive(CustomResource, Clone, Debug, Serialize, Deserialize, JsonSchema)]
    #[resource(group = "example.com", version = "v1alpha1", kind = "Backup", short_name = "bk")]
    #[resource(deprecated = "example.com/v1alpha1 Backup is deprecated; use v1", crate = facade)]
    pub(crate) struct OldBackupSpec {
        /// Claim whose volume is kept.
        pub(crate) claim: String,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let definition = merge([Backup::crd()?, v1alpha1::Backup::crd()?], "v1")?;
    print!("{}", String::from_utf8(definition.encode(MediaType::Yaml)?)?);
    Ok(())
}
