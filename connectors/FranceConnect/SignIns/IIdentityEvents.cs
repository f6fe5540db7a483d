using Hub.Connectors.FranceConnect.Oidc;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>Tells the journey how its sign-in ended. Returns once that cannot be lost any more; telling twice is told once.</summary>
internal interface IIdentityEvents
{
    Task ProvedAsync(SignIn signIn, ProvedIdentity proved, CancellationToken cancellationToken);

    /// <param name="reason">A code from <see cref="RefusalReason"/>.</param>
    Task RefusedAsync(SignIn signIn, string reason, CancellationToken cancellationToken);
}
