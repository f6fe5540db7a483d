using System.Collections.Concurrent;
using Hub.Connectors.FranceConnect.Jose;
using Hub.Connectors.FranceConnect.Oidc;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>What FranceConnect's redirect brings (RFC 6749 4.1.2, RFC 9207).</summary>
internal sealed record Callback(string State, string? Code, string? Error, string? Issuer, string? BrowserCookie);

/// <summary>
/// Ends a sign-in when the browser comes back:
/// 1. the state must be an open attempt of this browser, and is used up;
/// 2. a refusal is passed on, a failing provider is not held against the citizen;
/// 3. the code becomes a proved identity, or the proof is refused;
/// 4. a journey is told by an event, a citizen who signs in first gets a one-time result;
/// 5. only then is the sign-in closed: killed in between, the citizen's next try tells the journey the same thing under the same event id.
/// </summary>
internal sealed partial class CompleteSignIn(
    FranceConnectOptions options,
    SignInJournal journal,
    StartSignIn starting,
    CodeFlow flow,
    OneTimeResults results,
    IIdentityEvents events,
    ILogger<CompleteSignIn> logger)
{
    private static readonly string[] CitizensRefusals = ["access_denied", "consent_required", "login_required", "interaction_required"];
    private readonly ConcurrentDictionary<string, byte> _ending = new(StringComparer.Ordinal);

    public async Task<CallbackOutcome> RunAsync(Callback callback, CancellationToken cancellationToken)
    {
        if (callback.BrowserCookie is null
            || journal.Take(callback.State, StartSignIn.BrowserHash(callback.BrowserCookie)) is not { } attempt
            || journal.Find(attempt.SignInId) is not { } signIn
            || (callback.Issuer is not null && callback.Issuer != options.Issuer))
        {
            Log.NotOurs(logger);
            return new CallbackOutcome(CallbackEnd.NotOurs);
        }

        // Two browsers may hold the same link; the first one back decides.
        if (signIn.State != SignInState.Open || !_ending.TryAdd(signIn.Id, 0))
        {
            return new CallbackOutcome(CallbackEnd.AlreadyEnded);
        }

        try
        {
            return await EndAsync(signIn, attempt, callback, cancellationToken);
        }
        finally
        {
            _ending.TryRemove(signIn.Id, out _);
        }
    }

    private async Task<CallbackOutcome> EndAsync(SignIn signIn, Attempt attempt, Callback callback, CancellationToken cancellationToken)
    {
        try
        {
            if (callback.Error is { } error)
            {
                return await EndWithoutCodeAsync(signIn, error, cancellationToken);
            }

            var proved = await flow.RedeemAsync(attempt, callback.Code ?? "", cancellationToken);
            return await ProveAsync(signIn, proved, cancellationToken);
        }
        catch (ProofRefusedException refused)
        {
            Log.ProofRefused(logger, signIn.Id, refused.Fault, refused.Message);
            return await RefuseAsync(signIn, RefusalReason.For(refused.Fault), cancellationToken);
        }
        catch (Exception notNow) when (notNow is SourceUnavailableException or CodeNotTakenException)
        {
            Log.NotNow(logger, signIn.Id, notNow.Message);
            return TryAgain(signIn);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // The edge towards the browser: whatever broke here (a full disk, say), the sign-in is open and its link works again.
            Log.Broke(logger, signIn.Id, failed.GetType().Name);
            return TryAgain(signIn);
        }
    }

    private async Task<CallbackOutcome> EndWithoutCodeAsync(SignIn signIn, string error, CancellationToken cancellationToken)
    {
        if (CitizensRefusals.Contains(error))
        {
            return await RefuseAsync(signIn, RefusalReason.Citizen, cancellationToken);
        }

        Log.ProviderError(logger, signIn.Id, error.Length <= 64 ? error : "(long)");
        return TryAgain(signIn);
    }

    private async Task<CallbackOutcome> ProveAsync(SignIn signIn, ProvedIdentity proved, CancellationToken cancellationToken)
    {
        if (signIn.IsForJourney)
        {
            await events.ProvedAsync(signIn, proved, cancellationToken);
            journal.Close(signIn.Id, SignInState.Proved);
            Log.Proved(logger, signIn.Id, proved.Assurance);
            return new CallbackOutcome(CallbackEnd.Proved, SignOutAt: await flow.SignOutUrlAsync(proved.IdToken, cancellationToken));
        }

        var result = results.Issue(signIn.Tenant, new ResultContent(proved.Identity, proved.Assurance, signIn.Id));
        journal.Close(signIn.Id, SignInState.Proved);
        Log.Proved(logger, signIn.Id, proved.Assurance);
        return signIn.ReturnTo is { } back
            ? new CallbackOutcome(CallbackEnd.Proved, ReturnTo: QueryHelpers.AddQueryString(back, "result", result))
            : new CallbackOutcome(CallbackEnd.Proved, Result: result, SignOutAt: await flow.SignOutUrlAsync(proved.IdToken, cancellationToken));
    }

    private async Task<CallbackOutcome> RefuseAsync(SignIn signIn, string reason, CancellationToken cancellationToken)
    {
        if (signIn.IsForJourney)
        {
            await events.RefusedAsync(signIn, reason, cancellationToken);
        }

        journal.Close(signIn.Id, SignInState.Refused);
        Log.Refused(logger, signIn.Id, reason);
        return new CallbackOutcome(
            CallbackEnd.Refused,
            ReturnTo: signIn.ReturnTo is { } back ? QueryHelpers.AddQueryString(back, "error", reason) : null,
            Reason: reason);
    }

    private CallbackOutcome TryAgain(SignIn signIn) => new(CallbackEnd.TryAgain, AgainAt: starting.LinkFor(signIn.Id, null));

    private static partial class Log
    {
        [LoggerMessage(4117, LogLevel.Error, "Sign-in {Reference} could not be completed on our side ({Kind}); it stays open.")]
        public static partial void Broke(ILogger logger, string reference, string kind);

        [LoggerMessage(4111, LogLevel.Warning, "A callback was refused: its state is unknown, used, too old, or another browser's.")]
        public static partial void NotOurs(ILogger logger);

        [LoggerMessage(4112, LogLevel.Error, "Sign-in {Reference}: FranceConnect answered with error {Error}; check the client's registration.")]
        public static partial void ProviderError(ILogger logger, string reference, string error);

        [LoggerMessage(4113, LogLevel.Warning, "Sign-in {Reference}: the proof is refused, {Fault}. {Detail}")]
        public static partial void ProofRefused(ILogger logger, string reference, ProofFault fault, string detail);

        [LoggerMessage(4114, LogLevel.Warning, "Sign-in {Reference} stays open: {Detail}")]
        public static partial void NotNow(ILogger logger, string reference, string detail);

        [LoggerMessage(4115, LogLevel.Information, "Sign-in {Reference}: identity proved at level {Assurance}.")]
        public static partial void Proved(ILogger logger, string reference, string assurance);

        [LoggerMessage(4116, LogLevel.Information, "Sign-in {Reference} refused: {Reason}.")]
        public static partial void Refused(ILogger logger, string reference, string reason);
    }
}
