//! `core/v1`.

mod generated;
mod image_name;
mod node_selector;
mod pod_resources;
mod pod_resources_in_force;
mod pod_status;
mod resource_names;
mod toleration;

pub use generated::*;
pub use image_name::{ImageName, ImageNameError, parse_image_name};
pub use node_selector::NodeSelectorError;
pub use pod_resources::{
    PodResourcesOptions, ResourceList, add as add_resources, is_supported_pod_level_resource,
    raise as raise_resources,
};
pub use pod_status::pod_condition;
pub use resource_names::{
    is_attachable_volume_resource, is_extended_resource, is_huge_page_resource, is_native_resource,
    is_prefixed_native_resource, is_scalar_resource,
};
pub use toleration::find_untolerated_taint;
