using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hub.Connectors.FranceConnect.StandIn;

/// <summary>Where the stand-in is seen: known once it listens, since tests let the system choose the port.</summary>
internal sealed class StandInAddress(StandInOptions options, IServer server)
{
    public string Origin => options.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/')
        ?? throw new InvalidOperationException("The stand-in does not listen yet: its address is not known.");

    /// <summary>The issuer of its tokens, under the same path as the real one.</summary>
    public string Issuer => Origin + "/api/v2";
}
