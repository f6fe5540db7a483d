namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>What the citizen's browser is told when it comes back.</summary>
/// <param name="ReturnTo">Where to send it, result or reason included; null shows a page.</param>
/// <param name="Result">The one-time result, to show when there is nowhere to send it.</param>
/// <param name="AgainAt">The link to try once more.</param>
/// <param name="SignOutAt">Where the citizen leaves FranceConnect.</param>
internal sealed record CallbackOutcome(
    CallbackEnd End, string? ReturnTo = null, string? Result = null, string? AgainAt = null, string? SignOutAt = null, string? Reason = null);

internal enum CallbackEnd
{
    Proved,
    Refused,

    /// <summary>FranceConnect was not there, or the code was too old: nothing is decided.</summary>
    TryAgain,

    /// <summary>The state is unknown, used, too old or another browser's: nothing is done.</summary>
    NotOurs,

    /// <summary>The sign-in has ended before.</summary>
    AlreadyEnded,
}
