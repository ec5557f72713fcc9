//! Dynamic resource allocation, alike in all versions but for the shape of a request.
use crate::walk::Rules;

pub(super) fn rules() -> Rules {
    let mut rules = v1::rules();
    rules.extend(v1beta1::rules());
    rules.extend(v1beta2::rules());
    #[cfg(feature = "alpha")]
    rules.extend(alpha());
    rules
}

/// Defines the rules of one version: `version: RequestType DeviceType`.
macro_rules! version {
    ($($version:ident: $request:ident $device:ident;)*) => {$(
        mod $version {
            use bowline_apimachinery::time::Time;

            use crate::defaults::fill;
            use crate::walk::{Rules, rules};
            use crate::resource::$version::{
                $device, $request, DeviceAllocationMode, DeviceSubRequest, DeviceTaint,
                DeviceToleration, DeviceTolerationOperator,
            };

            pub(super) fn rules() -> Rules {
                rules! {
                    $request => request;
                    DeviceSubRequest => |request: &mut DeviceSubRequest| {
                        allocation(&mut request.allocation_mode, &mut request.count);
                    };
                    DeviceTaint => |taint: &mut DeviceTaint, now: Time| {
                        taint.time_added.get_or_insert(now);
                    }, now;
                    DeviceToleration => |toleration: &mut DeviceToleration| {
                        fill(&mut toleration.operator, DeviceTolerationOperator::Equal);
                    };
                    $device => |device: &mut $device| {
                        for mapping in device.node_allocatable_resource_mappings.values_mut() {
                            mapping.allocation_multiplier.get_or_insert_with(|| 1.into());
                        }
                    };
                }
            }

            /// One device, unless told otherwise.
            fn allocation(mode: &mut DeviceAllocationMode, count: &mut i64) {
                fill(mode, DeviceAllocationMode::ExactCount);
                if *mode == DeviceAllocationMode::ExactCount {
                    fill(count, 1);
                }
            }

            version!(@request $version $request);
        }
    )*};
    // The oldest version has the exact request and the list of choices in one struct.
    (@request v1beta1 $request:ident) => {
        fn request(request: &mut $request) {
            if !request.device_class_name.is_empty() {
                allocation(&mut request.allocation_mode, &mut request.count);
            }
        }
    };
    (@request $version:ident $request:ident) => {
        fn request(request: &mut $request) {
            allocation(&mut request.allocation_mode, &mut request.count);
        }
    };
}
version! {
    v1: ExactDeviceRequest Device;
    v1beta1: DeviceRequest BasicDevice;
    v1beta2: ExactDeviceRequest Device;
}

#[cfg(feature = "alpha")]
fn alpha() -> Rules {
    use bowline_apimachinery::time::Time;

    use crate::resource::v1alpha3::{DeviceTaint, ResourcePoolStatusRequestSpec};
    use crate::walk::rules;
    rules! {
        DeviceTaint => |taint: &mut DeviceTaint, now: Time| {
            taint.time_added.get_or_insert(now);
        }, now;
        ResourcePoolStatusRequestSpec => |spec: &mut ResourcePoolStatusRequestSpec| {
            spec.limit.get_or_insert(100);
        };
    }
}
