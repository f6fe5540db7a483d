namespace Hub.Expressions.JavaScript.Text;

/// <summary>A pattern that is not valid.</summary>
internal sealed class RegExpError(string english, string french) : Exception(english)
{
    public string French { get; } = french;
}
