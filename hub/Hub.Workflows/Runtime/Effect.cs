using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>
/// A call to the outside that must not happen before the instance's state is safe. The host commits the effect's claim together
/// with the state, performs the call with <see cref="IdempotencyKey"/>, then resumes <see cref="BookmarkId"/> with the result.
/// </summary>
/// <param name="EffectId">Stable over attempts: depends on the instance and on which execution asks, not on when or how often.</param>
/// <param name="BookmarkId">What to resume with the result.</param>
/// <param name="Kind">What is asked for: <c>http</c> for <see cref="Http.HttpCall"/>; other activities name their own.</param>
/// <param name="Request">What to do, in the shape that the kind says.</param>
/// <param name="IsIdempotent">Whether a call whose outcome is unknown may simply be made again with the same key.</param>
/// <param name="IdempotencyKey">What the called system knows the call by: the same for all attempts that a resilience strategy makes.</param>
public sealed record Effect(string EffectId, string BookmarkId, string Kind, JsonElement Request, bool IsIdempotent, string IdempotencyKey);
