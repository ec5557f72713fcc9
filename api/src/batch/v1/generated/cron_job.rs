//! cron job of batch/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{JOB_SPEC, JobSpec};
use crate::core::v1::{OBJECT_REFERENCE, ObjectReference};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `CronJob` of `batch/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronJob {
    pub metadata: ObjectMeta,
    pub spec: CronJobSpec,
    pub status: CronJobStatus,
}

#[doc(hidden)]
pub static CRON_JOB: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.CronJob",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&CRON_JOB_SPEC), OMITEMPTY | REQUIRED),
        Field::new("status", 3, Type::Message(&CRON_JOB_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for CronJob {
    fn descriptor(&self) -> &'static Descriptor {
        &CRON_JOB
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            2 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            2 => self.status.reflect_mut(),
            _ => panic!("CronJob has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(CronJob, "batch", "v1", "CronJob", "cronjobs", Namespaced);

/// `io.k8s.api.batch.v1.CronJobSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronJobSpec {
    pub schedule: String,
    pub time_zone: Option<String>,
    pub starting_deadline_seconds: Option<i64>,
    pub concurrency_policy: ConcurrencyPolicy,
    pub suspend: Option<bool>,
    pub job_template: JobTemplateSpec,
    pub successful_jobs_history_limit: Option<i32>,
    pub failed_jobs_history_limit: Option<i32>,
}

#[doc(hidden)]
pub static CRON_JOB_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.CronJobSpec",
    &[
        Field::new("schedule", 1, Type::String, REQUIRED),
        Field::new("timeZone", 8, Type::String, POINTER | OMITEMPTY),
        Field::new("startingDeadlineSeconds", 2, Type::Int64, POINTER | OMITEMPTY),
        Field::new("concurrencyPolicy", 3, Type::Enum(ConcurrencyPolicy::VALUES), OMITEMPTY),
        Field::new("suspend", 4, Type::Bool, POINTER | OMITEMPTY),
        Field::new("jobTemplate", 5, Type::Message(&JOB_TEMPLATE_SPEC), REQUIRED),
        Field::new("successfulJobsHistoryLimit", 6, Type::Int32, POINTER | OMITEMPTY),
        Field::new("failedJobsHistoryLimit", 7, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 2, 3, 4, 5, 6, 7, 1],
);

impl Message for CronJobSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &CRON_JOB_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.schedule.reflect(),
            1 => self.time_zone.reflect(),
            2 => self.starting_deadline_seconds.reflect(),
            3 => self.concurrency_policy.reflect(),
            4 => self.suspend.reflect(),
            5 => self.job_template.reflect(),
            6 => self.successful_jobs_history_limit.reflect(),
            7 => self.failed_jobs_history_limit.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.schedule.reflect_mut(),
            1 => self.time_zone.reflect_mut(),
            2 => self.starting_deadline_seconds.reflect_mut(),
            3 => self.concurrency_policy.reflect_mut(),
            4 => self.suspend.reflect_mut(),
            5 => self.job_template.reflect_mut(),
            6 => self.successful_jobs_history_limit.reflect_mut(),
            7 => self.failed_jobs_history_limit.reflect_mut(),
            _ => panic!("CronJobSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff29
            | u64::from(self.time_zone.is_some()) << 1
            | u64::from(self.starting_deadline_seconds.is_some()) << 2
            | u64::from(self.suspend.is_some()) << 4
            | u64::from(self.successful_jobs_history_limit.is_some()) << 6
            | u64::from(self.failed_jobs_history_limit.is_some()) << 7
    }
}

/// `io.k8s.api.batch.v1.CronJobStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronJobStatus {
    pub active: Vec<ObjectReference>,
    pub last_schedule_time: Option<Time>,
    pub last_successful_time: Option<Time>,
}

#[doc(hidden)]
pub static CRON_JOB_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.CronJobStatus",
    &[
        Field::new("active", 1, Type::List(&Type::Message(&OBJECT_REFERENCE)), OMITEMPTY | ATOMIC),
        Field::new("lastScheduleTime", 4, Type::Time, POINTER | OMITEMPTY),
        Field::new("lastSuccessfulTime", 5, Type::Time, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for CronJobStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &CRON_JOB_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.active.reflect(),
            1 => self.last_schedule_time.reflect(),
            2 => self.last_successful_time.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.active.reflect_mut(),
            1 => self.last_schedule_time.reflect_mut(),
            2 => self.last_successful_time.reflect_mut(),
            _ => panic!("CronJobStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.active.is_empty())
            | u64::from(self.last_schedule_time.is_some()) << 1
            | u64::from(self.last_successful_time.is_some()) << 2
    }
}

/// `io.k8s.api.batch.v1.JobTemplateSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobTemplateSpec {
    pub metadata: ObjectMeta,
    pub spec: JobSpec,
}

#[doc(hidden)]
pub static JOB_TEMPLATE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.JobTemplateSpec",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&JOB_SPEC), OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for JobTemplateSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &JOB_TEMPLATE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            _ => panic!("JobTemplateSpec has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `Allow`, `Forbid`, `Replace`.
ConcurrencyPolicy { Allow = "Allow", Forbid = "Forbid", Replace = "Replace" });

bowline_apimachinery::message!(CronJob CronJobSpec CronJobStatus JobTemplateSpec);
