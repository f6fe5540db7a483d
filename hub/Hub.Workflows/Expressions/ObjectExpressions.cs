using System.Text.Json;

namespace Hub.Workflows.Expressions;

/// <summary>Text that holds JSON (<c>Object</c>, formerly <c>Json</c>); blank text is null.</summary>
internal sealed class ObjectExpressions(string syntax) : IExpressionEvaluator
{
    public string Syntax => syntax;

    public CompiledExpression Compile(JsonElement value, ExpressionSite site)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return new ConstantExpression(value);
        }

        var text = value.GetString();
        if (string.IsNullOrWhiteSpace(text))
        {
            return new ConstantExpression(JsonValues.Null);
        }

        try
        {
            return new ConstantExpression(ValueConversion.Strict(JsonValues.Parse(text), site.TypeName));
        }
        catch (JsonException error)
        {
            throw new ExpressionFailedException($"An {syntax} expression holds JSON text, but this is not JSON (line {error.LineNumber + 1}, position {error.BytePositionInLine}).", error);
        }
    }
}
