namespace Hub.Expressions.Domain;

/// <summary>A helper for French local government that both languages offer: a function of <c>France</c> in JavaScript, a filter in Liquid.</summary>
/// <param name="Name">The name in JavaScript; <see cref="FilterName"/> is that of Liquid.</param>
/// <param name="Parameters">The parameters as TypeScript declares them; in Liquid the first is the filter's input.</param>
/// <param name="Result">The type of the result as TypeScript writes it.</param>
/// <param name="Run">What it does: null, bool, string, long, DateOnly, a list of DateOnly, or JSON data.</param>
/// <param name="English">What it gives and by which rule.</param>
/// <param name="French">The same in French.</param>
internal sealed record DomainFunction(string Name, string Parameters, string Result, int Arguments, Func<DomainCall, object?> Run, string English, string French)
{
    /// <summary>Whether calendar options may follow: <c>{ ouvrables, alsaceMoselle }</c>, in Liquid <c>ouvrables: true, alsace_moselle: true</c>.</summary>
    public bool TakesCalendar { get; init; }

    /// <summary>The name in Liquid: <c>isSiret</c> is <c>is_siret</c> there.</summary>
    public string FilterName { get; } = string.Concat(Name.Select(static c => char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}
