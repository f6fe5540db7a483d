using System.Globalization;

namespace Hub.Server.Workflows;

/// <summary>The identifiers of activity executions: the instance's, a hyphen, and the number of the execution in hexadecimal.</summary>
internal static class ExecutionId
{
    public static string Of(string instanceId, int number) => string.Create(CultureInfo.InvariantCulture, $"{instanceId}-{number:x}");

    /// <summary>False for what is no such identifier, such as those of an earlier version of the hub.</summary>
    public static bool TryParse(ReadOnlySpan<char> id, out ReadOnlySpan<char> instanceId, out int number)
    {
        var hyphen = id.LastIndexOf('-');
        instanceId = hyphen > 0 ? id[..hyphen] : default;
        number = 0;

        // Only as it is written: a zero in front would be another identifier of the same execution.
        return hyphen > 0
            && int.TryParse(id[(hyphen + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            && number >= 0
            && (id[hyphen + 1] != '0' || id.Length == hyphen + 2)
            && id[(hyphen + 1)..].IndexOfAnyInRange('A', 'F') < 0;
    }
}
