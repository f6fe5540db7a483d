namespace Hub.Connectors.FranceConnect.Web;

/// <summary>Where a citizen who signed in first may be sent back to: anywhere else would be an open redirect that hands out identities.</summary>
internal sealed class ReturnAddresses(FranceConnectOptions options, ConnectorAddress address)
{
    public bool Allows(string url)
    {
        if (!FranceConnectOptions.IsAddress(url) || new Uri(url) is not { UserInfo: "" } target)
        {
            return false;
        }

        var isOwnMachine = target.IsLoopback && new Uri(address.Origin).IsLoopback;
        return isOwnMachine || options.ReturnOriginList.Any(origin => IsSameOrigin(new Uri(origin), target));
    }

    private static bool IsSameOrigin(Uri one, Uri other) => one.Scheme == other.Scheme && one.Host == other.Host && one.Port == other.Port;
}
