// What a desk is set up with: macros, views, rules, tags, teams, hours, settings, secrets. Short lists, asked for whole.
// Partner: ../../../settings/.

import type {
  MacroRecord,
  OpeningHoursRecord,
  RuleRecord,
  SecretRecord,
  SettingRecord,
  SettingValues,
  TagRecord,
  TeamRecord,
  ViewRecord,
} from '../../records.ts'
import type { Macros, OpeningHours, Rules, Secrets, Settings, Tags, Teams, Views } from '../../store.ts'
import { sortedName } from '../collections.ts'
import { ALL, EVERYTHING, type Question } from '../question.ts'
import { Table } from './table.ts'

export class MacrosTable extends Table implements Macros {
  find(id: string) {
    return this.view.find('macros', id)
  }

  list() {
    return this.view.list(allMacros)
  }

  put(macro: MacroRecord) {
    return this.view.put('macros', macro)
  }

  remove(id: string) {
    return this.view.remove('macros', id)
  }
}

const allMacros: Question<'macros'> = {
  name: 'macros',
  called: 'all macros',
  ...EVERYTHING,
  order: 'name, id',
  limit: ALL,
  list: 'all',
  place: (macro) => [sortedName(macro), macro.id],
}

export class ViewsTable extends Table implements Views {
  find(id: string) {
    return this.view.find('views', id)
  }

  list() {
    return this.view.list(allViews)
  }

  put(view: ViewRecord) {
    return this.view.put('views', view)
  }

  remove(id: string) {
    return this.view.remove('views', id)
  }
}

const allViews: Question<'views'> = {
  name: 'views',
  called: 'all views',
  ...EVERYTHING,
  order: 'place, id',
  limit: ALL,
  list: 'all',
  place: ({ place, id }) => [place, id],
}

export class RulesTable extends Table implements Rules {
  find(id: string) {
    return this.view.find('rules', id)
  }

  list() {
    return this.view.list(allRules)
  }

  put(rule: RuleRecord) {
    return this.view.put('rules', rule)
  }

  remove(id: string) {
    return this.view.remove('rules', id)
  }
}

const allRules: Question<'rules'> = {
  name: 'rules',
  called: 'all rules',
  ...EVERYTHING,
  order: 'place, id',
  limit: ALL,
  list: 'all',
  place: ({ place, id }) => [place, id],
}

export class TagsTable extends Table implements Tags {
  find(id: string) {
    return this.view.find('tags', id)
  }

  list(limit: number) {
    return this.view.list(allTags(limit))
  }

  put(tag: TagRecord) {
    return this.view.put('tags', tag)
  }
}

const allTags = (limit: number): Question<'tags'> => ({
  name: 'tags',
  called: 'all tags',
  ...EVERYTHING,
  order: 'id',
  limit,
  place: ({ id }) => [id],
})

export class TeamsTable extends Table implements Teams {
  find(name: string) {
    return this.view.find('teams', name)
  }

  list() {
    return this.view.list(allTeams)
  }

  put(team: TeamRecord) {
    return this.view.put('teams', team)
  }
}

const allTeams: Question<'teams'> = {
  name: 'teams',
  called: 'all teams',
  ...EVERYTHING,
  order: 'name',
  limit: ALL,
  place: ({ name }) => [name],
}

export class OpeningHoursTable extends Table implements OpeningHours {
  find() {
    return this.view.find('openingHours', 'desk')
  }

  put(hours: OpeningHoursRecord) {
    return this.view.put('openingHours', hours)
  }
}

export class SettingsTable extends Table implements Settings {
  find<Id extends keyof SettingValues>(id: Id) {
    return this.view.find('settings', id) as Promise<SettingRecord<Id> | undefined>
  }

  put<Id extends keyof SettingValues>(setting: SettingRecord<Id>) {
    return this.view.put('settings', setting)
  }
}

export class SecretsTable extends Table implements Secrets {
  find(id: SecretRecord['id']) {
    return this.view.find('secrets', id)
  }

  put(secret: SecretRecord) {
    return this.view.put('secrets', secret)
  }
}
