using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Syntax;

namespace Hub.Expressions.JavaScript;

/// <summary>
/// A compiled script of the ES2020 subset. Immutable and safe to evaluate from many threads at once; each evaluation has its own
/// globals and prototypes, so nothing a script changes is seen by another.
/// </summary>
/// <remarks>
/// Strict-mode rules hold, with one exception: assigning to an unknown name asks the host, then creates a global of this evaluation.
/// A top-level <c>return</c> is allowed; without one, the value is that of the last expression statement. A promise is awaited.
/// </remarks>
public sealed class Script
{
    private readonly ScriptCode code;

    private Script(ScriptCode code) => this.code = code;

    /// <summary>Names that the script uses without declaring them, the standard library's own left out.</summary>
    public IReadOnlySet<string> FreeVariables => code.FreeVariables;

    /// <summary>Reads and compiles a source text.</summary>
    /// <exception cref="ExpressionException">The text is wrong (<see cref="ExpressionErrorKind.Syntax"/>) or uses what is not offered
    /// (<see cref="ExpressionErrorKind.NotSupported"/>); line and column tell where.</exception>
    public static Script Compile(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Script(ScriptCompiler.Compile(Parser.ParseScript(source)));
    }

    /// <summary>
    /// Compiles a text as a strict script of the standard, without what Elsa's scripts are allowed besides: no <c>return</c> or <c>await</c>
    /// outside functions, an error for assigning to an unknown name, and top-level <c>var</c> and functions as members of the global object.
    /// The standard's own suite is run so.
    /// </summary>
    internal static Script CompileStandard(string source) => new(ScriptCompiler.Compile(Parser.ParseScript(source, isStandard: true)));

    /// <summary>Runs the script to its end, promises included.</summary>
    /// <param name="host">What free identifiers mean.</param>
    /// <param name="budget">What the evaluation may consume.</param>
    /// <param name="clock">The only clock that the script can read; local time is Europe/Paris.</param>
    /// <param name="random">Numbers in [0, 1[ for <c>Math.random</c>; without it, calling that function is an error.</param>
    /// <param name="cancellationToken">Stops the evaluation from outside.</param>
    /// <returns>The value as JSON; <c>default</c> for <c>undefined</c> and for what JSON cannot hold (a function, a symbol).</returns>
    /// <exception cref="ExpressionException">The script threw, or a budget ran out.</exception>
    public JsonElement Evaluate(IScriptHost host, ExpressionBudget budget, TimeProvider clock, Func<double>? random = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(clock);
        return new Evaluation(code, host, budget, clock, random, cancellationToken).Run();
    }
}
