using System.Text.Json;

namespace Hub.Expressions.JavaScript;

/// <summary>A function of the host. An <c>undefined</c> argument or result is <c>default(JsonElement)</c>.</summary>
/// <remarks>Throw <see cref="ExpressionException"/> to give the script an error that it can catch; any other exception ends the evaluation as it is.</remarks>
public delegate JsonElement HostFunction(ReadOnlySpan<JsonElement> arguments);
