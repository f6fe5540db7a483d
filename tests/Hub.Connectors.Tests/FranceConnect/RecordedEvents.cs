using System.Threading.Channels;
using Hub.Connectors.FranceConnect.Oidc;
using Hub.Connectors.FranceConnect.SignIns;

namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>One thing that a journey was told.</summary>
internal sealed record Told(SignIn SignIn, ProvedIdentity? Proved, string? Reason);

/// <summary>The hub's place in tests of the connector's own parts: keeps what journeys were told.</summary>
internal sealed class RecordedEvents : IIdentityEvents
{
    private readonly Channel<Told> _told = Channel.CreateUnbounded<Told>();

    public bool Fails { get; set; }

    public Task ProvedAsync(SignIn signIn, ProvedIdentity proved, CancellationToken cancellationToken) => TellAsync(new Told(signIn, proved, null));

    public Task RefusedAsync(SignIn signIn, string reason, CancellationToken cancellationToken) => TellAsync(new Told(signIn, null, reason));

    public async Task<Told> NextAsync(string awaited)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            return await _told.Reader.ReadAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No event within 60 s: {awaited}.");
        }
    }

    public bool IsEmpty => !_told.Reader.TryPeek(out _);

    private Task TellAsync(Told told)
    {
        if (Fails)
        {
            throw new IOException("The event box's disk is full.");
        }

        _told.Writer.TryWrite(told);
        return Task.CompletedTask;
    }
}
