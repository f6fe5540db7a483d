namespace Hub.Expressions.Authoring;

/// <summary>The languages that expressions are written in.</summary>
public enum ExpressionLanguage
{
    /// <summary>JavaScript, the ES2020 subset of <see cref="JavaScript.Script"/>.</summary>
    JavaScript,

    /// <summary>Liquid templates, see <see cref="Liquid.LiquidTemplate"/>.</summary>
    Liquid,
}
