using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hub.Connectors.FranceConnect;

/// <summary>Where browsers reach the connector: as configured, or where it listens when that is this machine.</summary>
internal sealed class ConnectorAddress(FranceConnectOptions options, IServer server)
{
    public string Origin => options.PublicUrl?.TrimEnd('/')
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/')
        ?? throw new InvalidOperationException("The connector does not listen yet, and FranceConnect:PublicUrl is not set: its address is not known.");

    public string Callback => Origin + "/callback";

    public bool IsHttps => Origin.StartsWith("https:", StringComparison.Ordinal);
}
