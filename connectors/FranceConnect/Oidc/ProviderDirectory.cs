using System.Text.Json;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>
/// The provider's addresses and signing keys, cached; an unknown key makes it look again, at most once in five seconds. A key that is
/// still unknown then refuses the proof; one that comes sooner after a look decides nothing, because the citizen is not to blame for
/// a provider that changes its keys twice.
/// </summary>
internal sealed class ProviderDirectory(FranceConnectOptions options, ProviderClient client, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile Snapshot? _known;
    private DateTimeOffset? _lookedForKeyAt;

    public async Task<ProviderMetadata> MetadataAsync(CancellationToken cancellationToken) => (await CurrentAsync(cancellationToken)).Metadata;

    /// <summary>Claims of a token signed by the provider.</summary>
    public async Task<JsonElement> VerifyAsync(string token, IReadOnlyCollection<string> algorithms, CancellationToken cancellationToken)
    {
        var known = await CurrentAsync(cancellationToken);
        try
        {
            return JwsReader.Claims(token, known.Keys, algorithms);
        }
        catch (ProofRefusedException refused) when (refused.Fault == ProofFault.KeyUnknown)
        {
            var fresh = await RefreshAsync(known, cancellationToken, refused);
            return JwsReader.Claims(token, fresh.Keys, algorithms);
        }
    }

    public void Dispose() => _refreshing.Dispose();

    private async Task<Snapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        var known = _known;
        return known is not null && time.GetUtcNow() - known.At < options.MetadataLifetime ? known : await RefreshAsync(known, cancellationToken);
    }

    private async Task<Snapshot> RefreshAsync(Snapshot? old, CancellationToken cancellationToken, ProofRefusedException? unknownKey = null)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } renewed && renewed != old)
            {
                return renewed;
            }

            if (unknownKey is not null)
            {
                if (time.GetUtcNow() - _lookedForKeyAt < ShortestRefresh)
                {
                    throw new SourceUnavailableException("a proof names a key that was not published a moment ago; the keys are looked up again in some seconds", unknownKey);
                }

                _lookedForKeyAt = time.GetUtcNow();
            }

            var document = await client.GetJsonAsync(new Uri(options.Issuer + "/.well-known/openid-configuration"), "discovery", cancellationToken);
            var metadata = ProviderMetadata.Read(document, options.Issuer);
            var keys = VerificationKeys.Read(await client.GetJsonAsync(metadata.Jwks, "keys", cancellationToken));
            return _known = new Snapshot(metadata, keys, time.GetUtcNow());
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private sealed record Snapshot(ProviderMetadata Metadata, VerificationKeys Keys, DateTimeOffset At);
}
