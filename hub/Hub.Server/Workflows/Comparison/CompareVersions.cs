using Hub.Server.Web;
using Hub.Workflows.Comparison;
using Hub.Workflows.Definitions;

namespace Hub.Server.Workflows.Comparison;

/// <summary>
/// <c>GET /api/workflow-definitions/{definitionId}/comparison?from=1&amp;to=2</c>: what differs between two versions of a definition, for
/// whoever runs or reads it. Moves on the canvas are counted apart.
/// </summary>
/// <remarks>
/// <c>from</c> and <c>to</c> are version numbers, or <c>Published</c>, <c>Latest</c>, <c>Draft</c>. Without <c>to</c> the latest version is
/// meant, without <c>from</c> the one before <c>to</c>. 404 where the caller's local authority sees no such version; 400 for any other text.
/// The answer:
/// <code>
/// {
///   "definitionId": "inscription-periscolaire",
///   "from": { "version": 1, "versionId": "…", "name": "…", "createdAt": "2026-01-01T00:00:00+00:00", "isPublished": true, "isLatest": false },
///   "to":   { "version": 2, … },
///   "isSame": false,
///   "summary": { "fr": "Ajouts : 1, retraits : 0, modifications : 1. Déplacements sur le dessin : 2.", "en": "…" },
///   "counts": { "added": 1, "removed": 0, "changed": 1 },
///   "layoutChanges": 2,
///   "changes": [{
///     "kind": "added" | "removed" | "changed",
///     "subject": "definition" | "option" | "property" | "variable" | "input" | "output" | "outcome" | "activity" | "activityName"
///              | "activityType" | "activityPlace" | "activitySetting" | "activityInput" | "activityOutput" | "connection" | "start" | "order",
///     "activityId": "…", "activityName": "…", "activityType": "…",   // absent where no step is concerned; as in "to", or in "from" when the step is gone
///     "activityIdBefore": "…",                                       // only where the step had another id in "from"
///     "name": "payload",                                             // of the input, outcome, variable, option …; absent where the subject says it all
///     "before": …, "after": …,                                       // JSON values; absent where there is none
///     "lines": [{ "kind": "same" | "added" | "removed", "before": 3, "after": 3, "text": "…" }],   // line numbers; only lines near a difference
///     "text": { "fr": "…", "en": "…" }                               // the change as a sentence
///   }]
/// }
/// </code>
/// <c>activityName</c> is what people know the step by: its title in the designer, else its name, else its id.
/// </remarks>
internal static class CompareVersions
{
}
