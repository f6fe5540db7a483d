namespace Hub.Expressions.JavaScript.Values;

/// <summary>Members of host data are found whatever the case of their first letter, because designers see them written both ways.</summary>
internal static class HostNames
{
    public static string OtherCase(string name) =>
        (char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) : char.ToUpperInvariant(name[0])) + name[1..];
}
