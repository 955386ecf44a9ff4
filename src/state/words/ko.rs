//! The page in Korean.

mod descent;
mod export;
mod family;
mod file;
mod hall;
mod label;
mod lesson;
mod paper;
mod particle;
mod pictures;
mod reason;
mod recipe;
mod redraws;
mod refusal;
mod set;
mod sheet;
mod spoken;
mod stack;
mod stage;
mod training;

use super::refusal::Refused;
use super::set::Whose;
use super::{FirstWords, Label, Shown, Words};
use crate::lab::explore::{self, Mode};
use crate::lab::formula::Spoken;
use crate::lab::number::count;
use crate::lab::twins::Difference;
use crate::norm::{Layer, Source, Statistic};
use crate::state::{Axis, By, Language, Method, Reason};
use crate::tensor::Recipe;
use crate::torch::Position;
use std::ops::Range;

/// Korean.
pub struct Korean;

const NO_AVERAGES: &str = "여기서는 차이가 없습니다. 이 층은 이동 통계량을 두지 않습니다";

impl FirstWords for Korean {
    fn language(&self) -> Language {
        Language::Korean
    }

    fn label(&self, label: Label) -> &'static str {
        label::label(label)
    }

    fn counted(&self, what: Label, _count: usize) -> &'static str {
        label::label(what)
    }

    fn gap(&self) -> &'static str {
        ""
    }

    fn axis(&self, axis: Axis) -> &'static str {
        match axis {
            Axis::Batch => "배치 크기",
            Axis::Channels => "채널",
            Axis::Depth => "깊이",
            Axis::Height => "높이",
            Axis::Width => "너비",
            Axis::Length => "길이",
            Axis::Tokens => "토큰",
            Axis::Features => "특성",
        }
    }

    fn method(&self, method: Method) -> &'static str {
        match method {
            Method::Batch => "배치 정규화",
            Method::Layer => "층 정규화",
            Method::Instance => "인스턴스 정규화",
            Method::Group => "그룹 정규화",
            Method::Rms => "RMS 정규화",
            Method::ChannelLayer => "채널 층 정규화",
            Method::Free => "축 직접 고르기",
        }
    }

    fn method_short(&self, method: Method) -> &'static str {
        let name = self.method(method);
        name.strip_suffix(" 정규화").unwrap_or(name)
    }

    fn by(&self, by: By) -> &'static str {
        match by {
            By::Set => "집합",
            By::Channel => "채널",
            By::Sample => "샘플",
        }
    }

    fn recipe(&self, recipe: Recipe) -> &'static str {
        recipe::name(recipe)
    }

    fn recipe_note(&self, recipe: Recipe) -> &'static str {
        recipe::note(recipe)
    }

    fn steps(&self, steps: u32) -> String {
        match steps {
            0 => "앞선 배치 없음".to_string(),
            _ => format!("앞선 배치 {steps}개"),
        }
    }

    fn headline(&self, shown: &Shown) -> String {
        let Some(plan) = shown.plan else {
            return "PyTorch가 이 호출을 거부합니다".to_string();
        };
        if plan.source == Source::Running {
            return "각 값은 이동 통계량으로 따로따로 정규화됩니다".to_string();
        }
        let what = match plan.statistic {
            Statistic::MeanVariance => "평균과 분산을",
            Statistic::MeanSquare => "제곱평균을",
        };
        match plan.partition.set_len() {
            1 => "값 하나하나가 저마다 한 집합입니다".to_string(),
            len => format!(
                "{} {}개가 {what} 공유합니다",
                set::whose(Whose::of(shown.axes, shown.shape, plan.partition.block())),
                count(len)
            ),
        }
    }

    fn subtitle(&self, shown: &Shown, ranges: Option<&[Range<usize>]>) -> String {
        let layer = self.layer(shown.layer);
        match (ranges, shown.plan) {
            (Some(ranges), _) => {
                format!("{layer}: {}", set::place(shown.axes, shown.shape, ranges))
            }
            (None, Some(plan)) if plan.source == Source::Batch => {
                let sets = match plan.partition.set_count() {
                    1 => "집합은 하나뿐입니다".to_string(),
                    sets => format!("집합은 모두 {}개입니다", count(sets)),
                };
                format!("{layer}: {sets}. 칸을 클릭하면 그 집합이 보입니다")
            }
            _ => layer,
        }
    }

    fn mode_note(&self, layer: &Layer, mode: Mode) -> &'static str {
        match (layer, mode) {
            (Layer::BatchNorm(l), _) if !l.track_running_stats => NO_AVERAGES,
            (Layer::InstanceNorm(l), _) if !l.track_running_stats => NO_AVERAGES,
            (Layer::BatchNorm(_), Mode::Eval) => {
                "배치에 무엇이 들어 있든 이동 통계량으로 정규화합니다"
            }
            (Layer::InstanceNorm(_), Mode::Eval) => {
                "샘플에 무엇이 들어 있든 이동 통계량으로 정규화합니다"
            }
            (Layer::BatchNorm(l), Mode::Train) if l.momentum == Some(0.0) => {
                "이 배치로 정규화합니다. 모멘텀이 0이면 이동 통계량은 그대로입니다"
            }
            (Layer::InstanceNorm(l), Mode::Train) if l.momentum.unwrap_or(0.0) == 0.0 => {
                "샘플마다 정규화합니다. 모멘텀이 0이나 None이면 이동 통계량은 그대로입니다"
            }
            (Layer::BatchNorm(_), Mode::Train) => {
                "이 배치로 정규화하고, 이동 통계량을 이 배치 쪽으로 옮깁니다"
            }
            (Layer::InstanceNorm(_), Mode::Train) => {
                "샘플마다 정규화하고, 이동 통계량을 그 평균 쪽으로 옮깁니다"
            }
            _ => "여기서는 차이가 없습니다. 이 방법에는 이동 통계량이 없습니다",
        }
    }

    fn spoken(&self, spoken: &Spoken) -> String {
        spoken::spoken(spoken)
    }

    fn momentum_hint(&self, layer: &Layer) -> &'static str {
        match layer {
            Layer::InstanceNorm(_) => "비우면 이동 통계량은 그대로입니다 (None)",
            _ => "비우면 모든 배치의 단순 평균이 됩니다 (None)",
        }
    }

    fn figure(&self, shown: &Shown, ranges: Option<&[Range<usize>]>) -> String {
        let lengths = shown
            .axes
            .iter()
            .zip(shown.shape)
            .map(|(axis, n)| format!("{} {n}", axis.letter()));
        let lengths = lengths.collect::<Vec<_>>().join(", ");
        format!(
            "{lengths} 큐브. {}. {}.",
            self.headline(shown),
            self.subtitle(shown, ranges)
        )
    }
}

impl Words for Korean {
    fn description(&self) -> &'static str {
        "BatchNorm, LayerNorm, InstanceNorm, GroupNorm에서 어떤 원소들이 통계량을 공유하는지, 그 결과가 무엇인지 보여 줍니다"
    }

    fn table(&self, rows: usize, columns: usize) -> String {
        format!("{rows} × {columns} 크기의 x: 행은 샘플, 열은 채널")
    }

    fn axis_meaning(&self, axis: Axis) -> &'static str {
        match axis {
            Axis::Batch => {
                "N은 배치에 든 샘플의 수입니다. 숫자 그림에서는 손글씨 숫자 하나가 샘플 하나입니다"
            }
            Axis::Channels => {
                "C는 채널의 수입니다. 숫자 그림에서는 필터 하나가 본 그림이 채널 하나입니다"
            }
            Axis::Depth => "D는 입체를 이루는 단면의 수입니다. 스캔 영상의 단면이 그 예입니다",
            Axis::Height => "H는 그림의 행 수입니다. 숫자 그림에는 여덟 행이 있습니다",
            Axis::Width => "W는 그림의 열 수입니다. 숫자 그림에는 여덟 열이 있습니다",
            Axis::Length => {
                "L은 신호의 위치 수입니다. 숫자 그림의 한 행을 왼쪽에서 오른쪽으로 읽는 것과 같습니다"
            }
            Axis::Tokens => "T는 문장의 토큰 수입니다. 숫자 그림을 한 행씩 읽는 것과 같습니다",
            Axis::Features => {
                "D는 토큰 하나를 나타내는 특성의 수입니다. 숫자 그림의 한 행에 있는 픽셀과 같습니다"
            }
        }
    }

    fn compare_headline(&self) -> &'static str {
        "수식은 하나, 평균을 누구와 공유하는지는 네 가지"
    }

    fn compare_subtitle(&self, axes: &[Axis], shape: &[usize], is_pinned: bool) -> String {
        let what = if is_pinned {
            "원소 하나와, 방법마다 그 원소가 속한 집합"
        } else {
            "한 큐브의 칸을 클릭하면 네 큐브 모두에서 그 집합이 보입니다"
        };
        let lengths = axes.iter().zip(shape);
        let lengths = lengths.map(|(axis, n)| format!("{} = {n}", axis.letter()));
        format!("{}: {what}", lengths.collect::<Vec<_>>().join(", "))
    }

    fn refusal_note(&self, shown: &Shown) -> String {
        refusal::note(Refused::of(shown))
    }

    fn part_of_all(&self, part: usize, all: usize) -> String {
        format!("{}개 중 {}개", count(all), count(part))
    }

    fn set(&self, axes: &[Axis], shape: &[usize], ranges: &[Range<usize>]) -> String {
        set::place(axes, shape, ranges)
    }

    fn poke_note(&self, others: usize, samples: usize) -> String {
        match others {
            0 => "값 1개를 바꿨습니다. y의 다른 값은 움직이지 않았습니다".to_string(),
            _ => format!(
                "값 1개를 바꾸자 샘플 {samples}개에서 다른 값 {}개가 움직였습니다",
                count(others)
            ),
        }
    }

    fn not_finite_note(&self, in_x: usize, in_y: usize) -> String {
        let head = format!(
            "y에 유한하지 않은 값이 {}개 있습니다. PyTorch도 같습니다",
            count(in_y)
        );
        if in_x == 0 {
            return format!(
                "{head}. x는 모두 유한하지만, √(σ² + ε)이 0이거나 수가 아니거나, 값이 float32의 범위를 넘었습니다"
            );
        }
        let x = format!("{head}. x에 유한하지 않은 값이 {}개 있습니다", count(in_x));
        match in_y > in_x {
            true => format!("{x}. 그 집합의 통계량을 거쳐 다른 값으로 번집니다"),
            false => x,
        }
    }

    fn reason(&self, reason: &Reason) -> String {
        reason::reason(reason)
    }

    fn difference(&self, difference: &Difference) -> String {
        spoken::difference(difference)
    }

    fn unfit(&self, complaint: &explore::Complaint) -> String {
        spoken::unfit(complaint)
    }

    fn no_room(&self, len: usize, largest: usize) -> String {
        format!(
            "x의 값 {}개를 둘 메모리를 이 브라우저에서 얻을 수 없습니다. {}개까지는 들어갑니다. 그림은 앞서 보던 것 그대로입니다",
            count(len),
            count(largest)
        )
    }

    fn line(&self, line: usize) -> String {
        format!("{line}행")
    }

    fn place(&self, at: Position) -> String {
        format!("{}행 {}열", at.line, at.column)
    }
}

impl Korean {
    /// The layer as a lecturer would say it.
    fn layer(&self, layer: &Layer) -> String {
        let name = self.method(Method::of(layer));
        match layer {
            Layer::GroupNorm(l) => format!("{name}, G = {}", l.num_groups),
            Layer::LayerNorm(l) => format!("{name}({})", last_axes(l.normalized_shape.len())),
            Layer::RmsNorm(l) => format!("{name}({})", last_axes(l.normalized_shape.len())),
            Layer::Box(_) => "직접 고른 축".to_string(),
            _ => name.to_string(),
        }
    }
}

fn last_axes(count: usize) -> String {
    match count {
        1 => "마지막 축".to_string(),
        _ => format!("마지막 {count}개 축"),
    }
}
