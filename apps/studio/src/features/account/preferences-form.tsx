import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { type Language, languageNames, languages } from '../../i18n/index.ts';
import { languageChosen, type ThemeChoice, themeChoices, themeChosen, usePreferences } from '../../shared/preferences.ts';
import styles from './forms.module.css';

/** Language and appearance, as this browser remembers them. */
export function PreferencesForm() {
  const { t } = useTranslation('shell');
  const { language, theme } = usePreferences();
  const dispatch = useDispatch();
  return (
    <div className={styles['choices']}>
      <fieldset>
        <legend>{t('language')}</legend>
        <Radio.Group
          optionType="button"
          buttonStyle="solid"
          value={language}
          options={languages.map((value) => ({ value, label: <span lang={value}>{languageNames[value]}</span> }))}
          onChange={({ target }) => dispatch(languageChosen(target.value as Language))}
        />
      </fieldset>
      <fieldset>
        <legend>{t('theme')}</legend>
        <Radio.Group
          optionType="button"
          buttonStyle="solid"
          value={theme}
          options={themeChoices.map((value) => ({ value, label: t(`themes.${value}`) }))}
          onChange={({ target }) => dispatch(themeChosen(target.value as ThemeChoice))}
        />
      </fieldset>
    </div>
  );
}
