using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>What an expression is evaluated for, beside its scope (contract §9): scripts read it as <c>args.name</c> and <c>getName()</c>.</summary>
internal sealed record ExpressionArgument(string Name, JsonElement Value);
