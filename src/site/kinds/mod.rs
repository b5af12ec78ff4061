//! What each kind adds to a page's view. Knows typed data and what was computed, no template.

mod home;
pub(super) mod okr;
pub(super) mod review;
mod section;

pub(super) use home::{home, symptoms};

use super::page::{PageViews, reading_time};
use crate::page::kinds::{Data, Path, Practice, Role, Shift, Vision};
use crate::playbook::{Entry, PageId};
use crate::theme::context::PageView;
use crate::theme::kinds::{
    BetView, CompetencyView, ContrastView, MeasureView, NorthStarView, PathPlaceView, PathView, PracticeView,
    QuestionView, RoleView, ShiftView, StepPageView, StepView, TradeoffView, VisionView,
};

/// Adds what the page's kind has.
pub(super) fn add(views: &PageViews<'_>, id: PageId, page: &mut PageView) {
    let entry = views.playbook().entry(id);
    match &entry.page.front_matter.data {
        Data::Page => {}
        Data::Section(section) => page.section = Some(section::view(views, section)),
        Data::Vision(vision) => page.vision = Some(vision_view(views, id, entry, vision)),
        Data::Okr(_) => page.okr = okr::view(views, id),
        Data::Review(review) => page.review = Some(review::view(views, id, review)),
        Data::Shift(shift) => page.shift = Some(shift_view(entry, shift)),
        Data::Practice(practice) => page.practice = Some(practice_view(views, entry, practice)),
        Data::Role(role) => page.role = Some(role_view(views, entry, role)),
        Data::Path(path) => page.path = Some(path_view(views, entry, path)),
    }
    page.paths = views.paths_of(id).iter().filter_map(|(path, index)| path_place(views, *path, *index)).collect();
}

/// A number as people write it: thousands parted, without the noise of binary numbers.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (sign, digits) = match text.strip_prefix('-') {
        Some("0") => ("", "0"),
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut parted = String::new();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            parted.push(',');
        }
        parted.push(digit);
    }
    format!("{sign}{parted}{fraction}")
}

fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "" | "%" => format!("{}{unit}", number(value)),
        unit => format!("{} {unit}", number(value)),
    }
}

fn vision_view(views: &PageViews<'_>, id: PageId, entry: &Entry, vision: &Vision) -> VisionView {
    let playbook = views.playbook();
    let serves = playbook
        .okrs
        .objectives
        .iter()
        .filter(|(_, objective)| objective.aligns_to.iter().any(|target| target.page == id));
    VisionView {
        sort: vision.sort.clone(),
        statement: vision.statement.as_ref().map(|statement| statement.value.clone()),
        horizon: vision.horizon.as_ref().map(|horizon| horizon.value.clone()),
        scope: vision.scope.clone(),
        principles: vision.principles.clone(),
        north_star: vision.north_star.as_ref().map(|star| NorthStarView {
            metric: star.metric.clone(),
            target: star.target.map(|target| with_unit(target, &star.unit)),
            current: star.current.map(|current| with_unit(current, &star.unit)),
        }),
        bets: vision.bets.iter().map(|(name, why)| BetView { name: name.clone(), why: why.clone() }).collect(),
        tradeoffs: vision
            .tradeoffs
            .iter()
            .map(|trade| TradeoffView {
                choose: trade.choose.clone(),
                over: trade.over.clone(),
                until: trade.until.clone(),
            })
            .collect(),
        supersedes: vision.supersedes.as_ref().and_then(|name| views.link_named(entry, name)),
        objectives: serves.filter_map(|(page, _)| okr::row(views, *page)).collect(),
    }
}

fn shift_view(entry: &Entry, shift: &Shift) -> ShiftView {
    ShiftView {
        number: shift.number.map(number),
        from: shift.from.clone(),
        to: shift.to.clone(),
        why: shift.why.clone(),
        first_step: shift.first_step.clone(),
        in_practice: shift.in_practice.clone(),
        self_assessment: shift
            .self_assessment
            .iter()
            .enumerate()
            .map(|(index, question)| QuestionView {
                id: format!("{}:{}", entry.id, index + 1),
                prompt: question.prompt.clone(),
                low: question.low.clone(),
                high: question.high.clone(),
            })
            .collect(),
    }
}

fn practice_view(views: &PageViews<'_>, entry: &Entry, practice: &Practice) -> PracticeView {
    PracticeView {
        actions: practice.actions.clone(),
        prompts: practice.prompts.clone(),
        measures: practice
            .measures
            .iter()
            .map(|measure| MeasureView {
                name: measure.name.clone(),
                unit: measure.unit.clone(),
                good: measure.good.clone(),
                warn: measure.warn.clone(),
                limit: measure.limit.clone(),
                source: measure.source.clone(),
            })
            .collect(),
        cautions: practice.cautions.clone(),
        triggers: practice.triggers.clone(),
        reviews: practice.reviews.iter().filter_map(|name| views.link_named(entry, name)).collect(),
        steps: practice.steps.clone(),
        places: practice.places.clone(),
        principle: practice.principle.clone(),
    }
}

fn role_view(views: &PageViews<'_>, entry: &Entry, role: &Role) -> RoleView {
    let mut competencies: Vec<CompetencyView> = role
        .competencies
        .iter()
        .map(|competency| CompetencyView {
            name: competency.name.clone(),
            level: competency.level.clone(),
            non_negotiable: competency.non_negotiable,
            evidence: competency.evidence.clone(),
        })
        .collect();
    competencies.sort_by_key(|competency| !competency.non_negotiable);
    RoleView {
        titles: role.titles.clone(),
        purpose: role.purpose.clone(),
        responsibilities: role.responsibilities.clone(),
        competencies,
        contrasts: role
            .contrasts
            .iter()
            .map(|contrast| ContrastView {
                with: contrast.with.as_ref().and_then(|name| views.link_named(entry, name)),
                from: contrast.from.clone(),
                to: contrast.to.clone(),
                trap: contrast.trap.clone(),
            })
            .collect(),
        partners: role.partners.clone(),
        contexts: role.contexts.clone(),
        reports_to: role.reports_to.clone(),
    }
}

fn path_view(views: &PageViews<'_>, entry: &Entry, path: &Path) -> PathView {
    let playbook = views.playbook();
    let mut count = 0;
    let steps: Vec<StepView> = playbook
        .path_steps(entry, path)
        .into_iter()
        .map(|(step, places)| {
            let pages: Vec<StepPageView> = places
                .iter()
                .map(|place| {
                    count += 1;
                    let minutes = reading_time(playbook.entry(place.page).page.words);
                    StepPageView { link: views.link_to(place), number: count, minutes }
                })
                .collect();
            let minutes = pages.iter().map(|page| page.minutes).sum();
            StepView { title: step.title.clone(), days: step.days.clone(), minutes, pages }
        })
        .collect();
    let minutes = steps.iter().map(|step| step.minutes).sum();
    PathView { duration: path.duration.clone(), steps, count, minutes }
}

fn path_place(views: &PageViews<'_>, path: PageId, index: usize) -> Option<PathPlaceView> {
    let places = views.playbook().path_places(path);
    let link = |index: Option<usize>| places.get(index?).map(|place| views.link_to(place));
    Some(PathPlaceView {
        path: views.link(path),
        number: index + 1,
        count: places.len(),
        prev: link(index.checked_sub(1)),
        next: link(index.checked_add(1)),
    })
}

#[cfg(test)]
mod tests {
    use super::{number, with_unit};

    #[test]
    fn numbers_are_written_as_people_do() {
        assert_eq!(
            [0.1 + 0.2, 57.0, 999.0, 1000.0, 12_000.5, -1_234_567.0, -0.25, -0.0001].map(number),
            ["0.3", "57", "999", "1,000", "12,000.5", "-1,234,567", "-0.25", "0"]
        );
        assert_eq!([with_unit(57.0, "%"), with_unit(9.0, "days"), with_unit(3.0, "")], ["57%", "9 days", "3"]);
    }
}
